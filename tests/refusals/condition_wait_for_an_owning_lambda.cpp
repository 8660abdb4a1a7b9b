// refused: give the function and its arguments apart, (fn, args...), or name the lambda first
#include <rondo/rondo.hpp>

#include <string>

rondo::Coro<> wait(rondo::Condition condition, std::string text) {
    co_await condition.wait_for([text] { return text.empty(); });
}
