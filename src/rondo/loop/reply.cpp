#include <rondo/loop/event_loop.hpp>
#include <rondo/loop/reply.hpp>

namespace rondo {

Reply::Reply(EventLoop& loop) : loop_(loop), behind_(loop.replies_) {
    if (behind_ != nullptr) behind_->previous_ = this;
    loop.replies_ = this;
    loop.poller().begin_outside();
}

Reply::~Reply() {
    (previous_ != nullptr ? previous_->behind_ : loop_.replies_) = behind_;
    if (behind_ != nullptr) behind_->previous_ = previous_;
    loop_.poller().end_outside();
}

void EventLoop::drop_replies() {
    while (replies_ != nullptr) replies_->drop();
}

}  // namespace rondo
