// Ends in a shared library, with the loop in it.
#include <rondo/rondo.hpp>

rondo::Coro<int> answer(int (*other)()) {
    auto half = rondo::create_task([]() -> rondo::Coro<int> { co_return 20; });
    co_await rondo::sleep(std::chrono::milliseconds(0));
    const int inner = other == nullptr ? 1 : other();
    co_return co_await half + co_await rondo::to_thread([] { return 21; }) + inner;
}

/// Runs a loop. @param other called in the middle, instead of the 1 that is added.
extern "C" int plugin(int (*other)()) {
    try {
        return rondo::run(answer(other));
    } catch (const rondo::RuntimeError&) {
        return -1;  // refused
    }
}
