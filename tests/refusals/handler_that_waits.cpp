// refused: a handler cannot wait
#include <rondo/rondo.hpp>

void use(const rondo::ExceptionGroup& group) {
    group.handle([](const rondo::TimeoutError&) -> rondo::Coro<> { co_return; });
}
