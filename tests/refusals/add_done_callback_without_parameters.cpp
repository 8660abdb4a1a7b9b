// refused: a done-callback is called with the future: [](rondo::Future<int> future) { ... }
#include <rondo/rondo.hpp>

void use(rondo::Task<int> task) {
    task.add_done_callback([] {});
}
