#include <rondo/loop/event_loop.hpp>
#include <rondo/loop/signal_table.hpp>

#include <string>

namespace rondo {

void SignalTable::Call::run() noexcept {
    const Counted<Callback> callback = std::move(callback_);  // it is free again
    callback->run();
}

SignalTable::~SignalTable() {
    while (!fallbacks_.empty()) remove_fallback(fallbacks_.begin()->first);
    while (!functions_.empty()) remove(functions_.begin()->first);
}

void SignalTable::add(int signal, const Counted<Callback>& callback) {
    Functions its_place;  // made here, so that nothing can fail once the signal is caught
    its_place.emplace(signal, callback);
    catch_signal(signal, *this, false);
    const Functions::node_type replaced = functions_.extract(signal);
    functions_.merge(its_place);
    if (replaced)
        replaced.mapped()->revoke();
    else
        poller_.begin_outside();
}

bool SignalTable::remove(int signal) {
    const Functions::node_type removed = functions_.extract(signal);
    if (!removed) return false;
    if (fallbacks_.contains(signal))
        catch_signal(signal, *this, true);
    else
        release_signal(signal, *this);
    poller_.end_outside();
    removed.mapped()->revoke();
    return true;
}

void SignalTable::add_fallback(int signal, const Counted<Callback>& callback) {
    fallbacks_.emplace(signal, callback);
    try {
        if (!functions_.contains(signal)) catch_signal(signal, *this, true);
    } catch (...) {
        fallbacks_.erase(signal);
        throw;
    }
}

void SignalTable::remove_fallback(int signal) {
    const Functions::node_type removed = fallbacks_.extract(signal);
    if (!functions_.contains(signal)) release_signal(signal, *this);
    removed.mapped()->revoke();
}

void SignalTable::take_again() {
    for (const auto& [signal, callback] : functions_) catch_signal(signal, *this, false);
}

Callback* SignalTable::find(int signal) const {
    for (const Functions* functions : {&functions_, &fallbacks_}) {
        const auto found = functions->find(signal);
        if (found != functions->end()) return found->second.get();
    }
    return nullptr;
}

void SignalTable::signal_arrived(int signal) noexcept {
    if (end_ - begin_ < ring_full)
        ring_[end_.fetch_add(1) % ring_size] = static_cast<std::uint8_t>(signal);
    else
        crowded_out_[static_cast<std::size_t>(signal)] = true;
    mailbox_.note_signal();
}

void SignalTable::collect(NodeQueue& line) noexcept {
    while (begin_ != end_) {
        std::atomic<std::uint8_t>& place = ring_[begin_ % ring_size];
        const int signal = place;
        if (signal == 0) return;  // its handler is at work still, and will tell
        if (!queue_callback(signal, line)) return mailbox_.note_signal();
        place = 0;
        ++begin_;
    }
    for (std::size_t signal = 0; signal < crowded_out_.size(); ++signal) {
        if (!crowded_out_[signal].exchange(false)) continue;
        if (queue_callback(static_cast<int>(signal), line)) continue;
        crowded_out_[signal] = true;
        return mailbox_.note_signal();
    }
}

/// @return false if all calls are in the line already.
bool SignalTable::queue_callback(int signal, NodeQueue& line) {
    Callback* const callback = find(signal);
    if (callback == nullptr) return true;
    Call* const call = free_call();
    if (call == nullptr) return false;
    call->prepare(*callback);
    line.push(*call);
    return true;
}

SignalTable::Call* SignalTable::free_call() {
    Call& next = calls_[next_call_ % ring_size];
    if (!next.free()) return nullptr;  // they run in the order in which they were queued
    ++next_call_;
    return &next;
}

SignalTable& EventLoop::signal_table() {
    if (!signals_) signals_ = std::make_unique<SignalTable>(*mailbox_, *poller_);
    return *signals_;
}

void EventLoop::add_signal_callback(int signal, Callback& callback) {
    const Counted<Callback> added(&callback);
    if (!takes_work()) return;
    signal_table().add(signal, added);
}

bool EventLoop::remove_signal_handler(int signal) {
    check_signal(signal);
    check_thread();
    return signals_ && signals_->remove(signal);
}

}  // namespace rondo
