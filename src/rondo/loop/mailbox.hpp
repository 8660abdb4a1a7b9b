/// @file
/// Mailbox: how other threads, and signals, reach a loop.
#pragma once

#include <rondo/base/node.hpp>
#include <rondo/kernel/poller.hpp>
#include <rondo/loop/mail.hpp>

#include <atomic>
#include <cstddef>
#include <mutex>

namespace rondo {

/// What other threads have sent to a loop and it has not fetched yet.
///
/// The senders push into a list, under a mutex, and the loop takes the whole list at once. Whether
/// there is anything to fetch, it sees by one atomic load a turn. A sender wakes the kernel only if
/// the loop has said that it is going to sleep, and only the first one does.
///
/// It is shared by the loop and by those who work for it, and may outlive the loop.
///
/// Built in chapter 13.
class Mailbox {
public:
    /// @param poller what the loop sleeps in; there until `close`.
    explicit Mailbox(Poller& poller) : poller_(poller) {}
    ~Mailbox();
    Mailbox(const Mailbox&) = delete;
    Mailbox& operator=(const Mailbox&) = delete;

    /// @name For any thread
    /// @{

    /// Sends a node to the loop, which will run it.
    /// @return false if the loop is closed; then the node was not touched.
    bool post(Node& mail) noexcept;
    /// Sends a small function, to run in an empty context.
    /// @return false if the loop is closed.
    bool post(const LetterKind& kind, void* function);

    /// @}
    /// @name For signal handlers
    /// @{

    /// Tells the loop that a signal has come. It must not be closed.
    void note_signal() noexcept {
        if (news_.fetch_or(signal_came) == asleep) poller_.wake();
    }

    /// @}
    /// @name For the loop
    /// @{

    /// Whether there is something to fetch.
    bool has_news() const { return (news_.load(std::memory_order_acquire) & ~asleep) != 0; }
    /// Whether a signal is among it.
    bool has_signal() const { return (news_ & signal_came) != 0; }
    /// Says that the loop is going to sleep, and wants to be woken.
    /// @return false if there is something to fetch first.
    bool fall_asleep() noexcept {
        unsigned seen = 0;
        return news_.compare_exchange_strong(seen, asleep) || seen == asleep;
    }
    /// Says that the loop is awake again.
    void wake_up() noexcept { news_.fetch_and(~asleep); }
    /// Moves all that was sent to the end of a line. @return whether a signal has come, too.
    bool fetch(NodeQueue& line) noexcept;
    /// Takes nothing more from now on, and hands over what there is.
    void close(NodeQueue& line) noexcept;
    /// Takes back letters that were read, to be used again.
    void take_back(Letters& letters) noexcept;

    /// @}

private:
    enum : unsigned { mail_came = 1, signal_came = 2, asleep = 4 };
    static_assert(std::atomic<unsigned>::is_always_lock_free, "a signal handler uses it");

    Letters& blank_letters();
    /// Puts mail into the list. @return whether the loop has to be woken, when the list is let go.
    bool put(Node& mail) noexcept;
    /// Wakes the loop. Not under the mutex, for which it would have to wait at once.
    void wake() noexcept;

    // What senders write lies on lines of the cache that the loop leaves alone, until it fetches:
    // looking whether there is news, in every turn, is not to take them from the senders.
    static constexpr std::size_t cache_line = 64;

    alignas(cache_line) std::mutex mutex_;  // for what follows
    bool closed_ = false;
    NodeQueue mail_;
    Letters* open_ = nullptr;  // the last in the list, if there may be room

    alignas(cache_line) std::atomic<unsigned> news_ = 0;
    std::atomic<int> waking_ = 0;            // how many do that right now
    std::atomic<Letters*> spare_ = nullptr;  // read, and to be used again
    Poller& poller_;
};

}  // namespace rondo
