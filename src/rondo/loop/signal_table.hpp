/// @file
/// SignalTable: which function a loop calls for which signal.
#pragma once

#include <rondo/base/counted.hpp>
#include <rondo/kernel/signals.hpp>
#include <rondo/loop/callback.hpp>
#include <rondo/loop/mailbox.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

namespace rondo {

/// A loop's functions for signals, and the signals that have come and were not looked at yet.
///
/// In the signal handler a signal's number is written into a ring, and the loop is woken. The loop
/// then queues the functions, in the order in which their signals came.
///
/// Built in chapter 13.
class SignalTable final : public SignalTarget {
public:
    /// The signals of a loop, told to it by its mailbox.
    SignalTable(Mailbox& mailbox, Poller& poller) : mailbox_(mailbox), poller_(poller) {}
    /// Lets all signals go.
    ~SignalTable();

    /// Calls a function for a signal from now on, in place of the one that was added before.
    /// @throws std::invalid_argument, RuntimeError as catch_signal does.
    void add(int signal, const Counted<Callback>& callback);
    /// Puts back what was there before `add`. @return whether there was a function.
    bool remove(int signal);

    /// Calls a function for a signal while none is added. The second one that comes finds the
    /// system's default; and nobody is to wait for the first one, so virtual time may jump.
    /// @throws std::invalid_argument, RuntimeError as catch_signal does.
    void add_fallback(int signal, const Counted<Callback>& callback);
    /// Puts back what was there before `add_fallback`.
    void remove_fallback(int signal);

    /// What is called for a signal, or nullptr.
    Callback* find(int signal) const;
    /// Catches the signals that were caught in the process from which this one was forked.
    void take_again();

    /// Queues what is to be called for the signals that have come. What there is no room for comes
    /// in a later turn.
    void collect(NodeQueue& line) noexcept;

    void signal_arrived(int signal) noexcept override;

private:
    using Functions = std::map<int, Counted<Callback>>;

    /// One call of a signal's function. The function itself may be queued several times, a node may
    /// not.
    class Call final : public Node {
    public:
        void run() noexcept override;
        void drop() noexcept override { callback_ = {}; }
        std::string describe() const override { return callback_->describe(); }
        /// Whether it is in nobody's line.
        bool free() const { return !callback_; }
        void prepare(Callback& callback) { callback_ = Counted<Callback>(callback); }

    private:
        Counted<Callback> callback_;
    };

    bool queue_callback(int signal, NodeQueue& line);
    Call* free_call();

    // There is room for as many handlers at work at the same time as it is larger than it may get.
    static constexpr unsigned ring_size = 256;
    static constexpr unsigned ring_full = 192;

    Mailbox& mailbox_;
    Poller& poller_;
    Functions functions_;
    Functions fallbacks_;
    std::array<std::atomic<std::uint8_t>, ring_size> ring_{};
    std::atomic<unsigned> begin_ = 0;
    std::atomic<unsigned> end_ = 0;
    /// Those that came while the ring was full: their order is lost, and how often they came.
    std::array<std::atomic<bool>, most_signals> crowded_out_{};
    std::array<Call, ring_size> calls_;  // made before, for a signal has to find memory
    unsigned next_call_ = 0;
};

}  // namespace rondo
