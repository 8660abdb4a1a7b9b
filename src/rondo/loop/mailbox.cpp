#include <rondo/base/context.hpp>
#include <rondo/loop/event_loop.hpp>
#include <rondo/loop/mail.hpp>
#include <rondo/loop/mailbox.hpp>

#include <thread>

namespace rondo {

bool Mailbox::post(Node& mail) noexcept {
    bool sleeping = false;
    {
        const std::lock_guard lock(mutex_);
        if (closed_) return false;
        sleeping = put(mail);
    }
    if (sleeping) wake();
    return true;
}

bool Mailbox::post(const LetterKind& kind, void* function) {
    bool sleeping = false;
    {
        const std::lock_guard lock(mutex_);
        if (closed_) return false;
        if (open_ == nullptr || !open_->add(kind, function)) {
            Letters& letters = blank_letters();  // which may throw: nothing has changed yet
            letters.add(kind, function);
            sleeping = put(letters);
            open_ = &letters;
        }
    }
    if (sleeping) wake();
    return true;
}

Mailbox::~Mailbox() { delete spare_.load(); }

Letters& Mailbox::blank_letters() {
    Letters* const spare = spare_.exchange(nullptr);
    if (spare != nullptr) return *spare;
    return open_ != nullptr ? *Letters::after(*open_) : *new Letters;
}

bool Mailbox::put(Node& mail) noexcept {
    const bool first = mail_.empty();
    mail_.push(mail);
    open_ = nullptr;
    const bool sleeping = first && news_.fetch_or(mail_came) == asleep;
    if (sleeping) ++waking_;
    return sleeping;
}

void Mailbox::wake() noexcept {
    poller_.wake();
    --waking_;
}

void Mailbox::take_back(Letters& letters) noexcept { delete spare_.exchange(&letters); }

bool Mailbox::fetch(NodeQueue& line) noexcept {
    const std::lock_guard lock(mutex_);
    line.append(mail_);
    open_ = nullptr;
    // A signal that comes from here on is news again.
    return (news_.fetch_and(asleep) & signal_came) != 0;
}

void Mailbox::close(NodeQueue& line) noexcept {
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
        line.append(mail_);
        open_ = nullptr;
        news_.fetch_and(~mail_came);
    }
    while (waking_ != 0) std::this_thread::yield();  // the poller may go after this
}

bool Letters::add(const LetterKind& its_kind, void* function) noexcept {
    const std::size_t needed = sizeof(Head) + its_kind.size;
    if (room_ - used_ < needed) return false;
    std::byte* const place = bytes_.get() + used_;
    new (place) Head(&its_kind);
    its_kind.move(function, place + sizeof(Head));
    used_ += needed;
    return true;
}

void Letters::run() noexcept {
    for (std::byte* place = bytes_.get(); place < bytes_.get() + used_;) {
        const LetterKind& its_kind = **reinterpret_cast<Head*>(place);
        {
            Context empty;
            const Context::Step step(empty);
            try {
                its_kind.call(place + sizeof(Head));
            } catch (...) {
                report_failed_callback(*its_kind.type);
            }
        }
        place += sizeof(Head) + its_kind.size;
    }
    used_ = 0;
    EventLoop::running()->mailbox()->take_back(*this);
}

}  // namespace rondo
