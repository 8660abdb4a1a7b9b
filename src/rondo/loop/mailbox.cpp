#include <rondo/loop/event_loop.hpp>
#include <rondo/loop/mail.hpp>
#include <rondo/loop/mailbox.hpp>

namespace rondo {

bool Mailbox::post(Node& mail) noexcept {
    const std::lock_guard lock(mutex_);  // until it is awake: closing waits for that
    if (closed_) return false;
    const bool first = mail_.empty();
    mail_.push(mail);
    if (first) tell(mail_came);
    return true;
}

bool Mailbox::fetch(NodeQueue& line) noexcept {
    // A signal that comes from here on is news again.
    const bool signal = (news_.fetch_and(~signal_came) & signal_came) != 0;
    const std::lock_guard lock(mutex_);
    line.append(mail_);
    news_.fetch_and(~mail_came);
    return signal;
}

void Mailbox::close(NodeQueue& line) noexcept {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    line.append(mail_);
    news_.fetch_and(~mail_came);
}

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

}  // namespace rondo
