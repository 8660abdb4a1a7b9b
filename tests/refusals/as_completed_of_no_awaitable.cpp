// refused: only what can be awaited can be gathered
#include <rondo/rondo.hpp>

rondo::Coro<> use() {
    for (auto next : rondo::as_completed(42, {.timeout = std::chrono::seconds(1)})) co_await next;
}
