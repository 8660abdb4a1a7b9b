#include <rondo/base/pool.hpp>
#include <rondo/loop/signal_table.hpp>

#include <string>

namespace rondo {
namespace {

/// One call of a signal's function. The function itself may be queued several times, a node may
/// not.
class SignalCall final : public Node, public Pooled {
public:
    explicit SignalCall(const Counted<Callback>& callback) : callback_(callback) {}
    void run() noexcept override {
        callback_->run();
        delete this;
    }
    void drop() noexcept override { delete this; }
    std::string describe() const override { return callback_->describe(); }

private:
    Counted<Callback> callback_;
};

}  // namespace

SignalTable::~SignalTable() {
    while (!entries_.empty()) remove(entries_.begin()->first);
}

void SignalTable::add(int signal, const Counted<Callback>& callback, bool once) {
    catch_signal(signal, *this, once);
    const auto [place, is_new] = entries_.try_emplace(signal, Entry{callback, once});
    if (!is_new) drop(std::exchange(place->second, Entry{callback, once}));
    if (!once) poller_.begin_outside();
}

bool SignalTable::remove(int signal) {
    const auto found = entries_.find(signal);
    if (found == entries_.end()) return false;
    release_signal(signal);
    const Entry removed = std::move(found->second);
    entries_.erase(found);
    drop(removed);
    return true;
}

void SignalTable::drop(const Entry& entry) {
    if (!entry.once) poller_.end_outside();
    entry.callback->revoke();
}

Callback* SignalTable::find(int signal) const {
    const auto found = entries_.find(signal);
    return found == entries_.end() ? nullptr : found->second.callback.get();
}

void SignalTable::signal_arrived(int signal) noexcept {
    if (end_ - begin_ < ring_full)
        ring_[end_.fetch_add(1) % ring_size] = static_cast<std::uint8_t>(signal);
    else
        crowded_out_[static_cast<std::size_t>(signal)] = true;
    mailbox_.note_signal();
}

void SignalTable::collect(NodeQueue& line) {
    while (begin_ != end_) {
        const int signal = ring_[begin_ % ring_size].exchange(0);
        if (signal == 0) return;  // its handler is at work still, and will tell
        ++begin_;
        queue_callback(signal, line);
    }
    for (std::size_t signal = 0; signal < crowded_out_.size(); ++signal)
        if (crowded_out_[signal].exchange(false)) queue_callback(static_cast<int>(signal), line);
}

void SignalTable::queue_callback(int signal, NodeQueue& line) {
    const auto found = entries_.find(signal);
    if (found != entries_.end()) line.push(*new SignalCall(found->second.callback));
}

}  // namespace rondo
