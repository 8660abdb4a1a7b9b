// Ends in a shared library, with the loop in it.
#include <rondo/rondo.hpp>

rondo::Coro<int> answer() {
    co_await rondo::sleep(std::chrono::milliseconds(0));
    co_return 42;
}

extern "C" int plugin() { return rondo::run(answer()); }
