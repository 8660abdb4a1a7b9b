// refused: a handler is a function that takes one exception
#include <rondo/rondo.hpp>

void use(const rondo::ExceptionGroup& group) {
    group.handle([](const auto&) {});
}
