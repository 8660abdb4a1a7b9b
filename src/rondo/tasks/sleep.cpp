#include <rondo/tasks/sleep.hpp>

namespace rondo {

void Sleep::start() {
    const Duration delay = when.time_since_epoch();
    if (delay <= Duration::zero()) return task_->wake();  // a bare yield: to the end of the line
    EventLoop& loop = *task_->loop();
    when = later(loop.time(), delay);
    loop.arm(*this);
}

}  // namespace rondo
