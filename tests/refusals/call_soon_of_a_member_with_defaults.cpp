// refused: give a lambda, [task] { task.cancel(); }
#include <rondo/rondo.hpp>

void use(rondo::EventLoop& loop, rondo::Task<int> task) {
    loop.call_soon(&rondo::Task<int>::cancel, task);
}
