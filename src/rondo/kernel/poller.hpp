/// @file
/// Poller, the contract between the loop and a kernel: the thing that waits.
#pragma once

#include <rondo/base/clock.hpp>
#include <rondo/base/node.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace rondo {

/// What the system calls a socket or a file that is open.
#ifdef _WIN32
using Descriptor = std::uintptr_t;
#else
using Descriptor = int;
#endif

/// Which of a descriptor's two directions is meant.
/// Built in chapter 3.
enum class Direction : std::uint8_t {
    read,  ///< something came in: bytes, a connection, the end
    write  ///< something can go out
};

class CompletionPoller;

/// Something that was asked of the kernel and is not done yet: receive these bytes, send those.
///
/// This is where kernels that say *when you may* (poll, epoll, kqueue) and kernels that say *when
/// it is done* (IOCP, io_uring) meet: an operation is submitted, and later it is over or was
/// cancelled. Only then is the memory that it uses free again, and only then it is queued, as the
/// Node that it is.
///
/// | moment | its memory | |
/// |---|---|---|
/// | submitted | the kernel may use it | |
/// | over | free | queued |
/// | cancelled, `cancel` says true | free at once | not queued |
/// | cancelled, `cancel` says false | the kernel's until it is queued | queued; see `cancelled` |
/// | the loop is closed | the kernel's until `cancel_all` returns | dropped |
///
/// When it is tried: once when it is submitted, unless others stand in its line or it is known that
/// nothing can be there (`exhausted`); then at each sign, or (`in_turn`) in its own turn after it.
///
/// Built in chapter 3; what completion kernels ask of it in chapter 6.
class Operation : public Node {
public:
    /// What a kernel that did something by itself says of it. Built in chapter 6.
    struct Outcome {
        std::uintptr_t value = 0;  ///< how many bytes there were; or the socket that was accepted
        int error = 0;             ///< what went wrong, as an `errno`; 0 if nothing did
    };

    /// @param its_descriptor what it is about; non-blocking.
    /// @param its_direction  the direction in which it waits.
    Operation(Descriptor its_descriptor, Direction its_direction)
        : descriptor(its_descriptor), direction(its_direction) {}

    /// Tries it, without waiting.
    /// @return whether it is over: it succeeded, or it failed for good and has noted the error.
    virtual bool attempt() noexcept = 0;

    /// Begins, or goes on, on a completion kernel: hands over what that may do by itself. An
    /// operation that only knows how to try does so, and else asks to be told when to try again.
    /// @return whether it is over, with nothing handed over.
    /// Built in chapter 6.
    virtual bool start(CompletionPoller& kernel);

    /// The kernel is done with what `start` handed over, and will not touch it any more.
    /// @return whether the operation is over; if not, it is started again.
    /// Built in chapter 6.
    virtual bool completed(Outcome /*outcome*/) noexcept { return false; }

    Descriptor descriptor;  ///< what the operation is about
    Direction direction;    ///< which way the bytes go

    /// It was taken back before it was over. Built in chapter 6.
    bool cancelled = false;

    /// Before a try: nothing can be there, so it is not tried. After one that was the last: it took
    /// all there was, so the next operation need not try before there is a sign.
    /// Built in chapter 14.
    bool exhausted = false;

    /// At a sign it is queued, untried, with `signalled`; in its turn it is to be submitted again.
    /// For what is best received just before it is used. Built in chapter 14.
    bool in_turn = false;
    bool signalled = false;  ///< it was queued for that, and is not over

protected:
    ~Operation() = default;
};

/// A kernel, as the loop sees it: it tells the time, waits, and reports what has happened.
///
/// A descriptor is either *watched*: its node is queued in every turn in which it is ready (level
/// triggered, for `add_reader` and `add_writer`); or it is *used by operations*. Mixing the two on
/// one descriptor is an error. All calls but `wake` come from the loop's own thread.
///
/// Built in chapter 2 (time and waiting), chapter 3 (descriptors) and chapter 13 (threads).
class Poller {
public:
    virtual ~Poller() = default;

    /// What `RONDO_POLLER` calls it: "epoll", "poll".
    virtual const char* name() const = 0;

    /// What time it is.
    virtual TimePoint now() const { return std::chrono::steady_clock::now(); }
    /// Whether that time jumps over every wait. Built in chapter 15.
    virtual bool time_is_virtual() const { return false; }

    /// Waits until something has happened, or until a moment has come, whichever is first, and
    /// queues what has happened. May return early with nothing to report (a signal does that).
    /// @param until `TimePoint::min()` to look without waiting, `never` to wait for as long as it
    ///              takes. The kernel's own clock may make it later, never earlier.
    /// @param ready takes the watches that are ready and the operations that are done.
    virtual void wait(TimePoint until, NodeQueue& ready) = 0;

    /// Ends the wait that is going on, or else keeps the next one from waiting. From any thread,
    /// and from a signal handler. Several of them may count as one. Built in chapter 13.
    virtual void wake() noexcept = 0;

    /// Watches a descriptor: `node` is queued in every `wait` that finds it ready. An end or an
    /// error counts as ready in both directions. A node that watched it before in this direction is
    /// replaced.
    /// @throws RuntimeError if operations use it, or this kernel watches nothing; std::system_error
    /// if the system cannot watch it (it is not open, or always ready); std::invalid_argument if it
    /// cannot be a descriptor.
    virtual void watch(Descriptor descriptor, Direction direction, Node& node) = 0;
    /// Ends a watch. What is queued already stays queued.
    /// @return whether there was one.
    virtual bool unwatch(Descriptor descriptor, Direction direction) = 0;

    /// Tries an operation, unless others stand in its line, and starts it if it is not over then.
    /// It is queued when it is over. Operations on one descriptor and direction end in the order in
    /// which they were submitted.
    /// @return whether it is under way; if not, it is over already, and is not queued.
    /// @throws RuntimeError if the descriptor is watched, or this kernel never says when to try
    /// what only knows how to try; std::system_error, std::invalid_argument as `watch` does.
    [[nodiscard]] virtual bool submit(Operation& operation) = 0;
    /// Takes an operation back. A completion kernel may still be at work on its memory; then it is
    /// queued when the kernel has let go. `Operation::cancelled` says how it ended: what was done
    /// before the kernel heard of it is done, and no byte of it is lost.
    /// @return whether the operation is free now and will not be queued.
    virtual bool cancel(Operation& operation) = 0;
    /// Ends all watches, takes all operations back, and waits until the kernel has let go of each.
    /// If the kernel refuses that, the program ends: it might write into memory that is freed.
    /// @param let_go takes the operations.
    /// Built in chapter 6.
    virtual void cancel_all(NodeQueue& let_go) noexcept = 0;
    /// Forgets a descriptor that is about to be closed. It must have no watch and no operation.
    /// Before a number that operations have used is used for another file, it is to be forgotten.
    /// @throws RuntimeError if somebody waits for it.
    virtual void forget(Descriptor descriptor) = 0;
    /// Closes a socket, whoever waits for it: watches end, and operations are taken back. Returns
    /// when the kernel has let go of it, so that its number may come back at once.
    /// @param ended takes the operations, with `Operation::cancelled` or over.
    /// Built in chapter 14.
    virtual void close_descriptor(Descriptor descriptor, NodeQueue& ended) noexcept = 0;

    /// Something that waits for a descriptor: a watch, or an operation.
    /// Built in chapter 15.
    struct Wait {
        Descriptor descriptor;  ///< what it waits for
        Direction direction;    ///< in which direction
        const Node* node;       ///< what will be queued
    };
    /// All that is watched and all operations under way, as far as this kernel's table tells.
    /// Built in chapter 15.
    virtual std::vector<Wait> waits() const { return {}; }

    /// Whether nothing is watched and no operation is under way, so that there is nothing to ask.
    bool idle() const { return pending_ == 0; }

    /// Says that something has begun outside, of whose end this will hear by `wake`: work in
    /// another thread, or waiting for a signal. It changes nothing, except that virtual time does
    /// not jump while there is any. Built in chapter 13.
    void begin_outside() { ++outside_; }
    /// Says that it is over. Built in chapter 13.
    void end_outside() { --outside_; }

protected:
    Poller() = default;
    Poller(const Poller&) = delete;
    Poller& operator=(const Poller&) = delete;

    /// How many watches and operations there are.
    std::size_t pending_ = 0;
    /// How much is under way outside.
    std::size_t outside_ = 0;
};

/// How long a kernel has to be told to wait so that it does not return before `until`, if it can
/// wait for whole multiples of `unit` only.
/// @return the number of units; 0 when the moment has come, and `endless` for `never`.
/// Built in chapter 3.
std::int64_t units_until(TimePoint until, TimePoint now, Duration unit, std::int64_t endless);

}  // namespace rondo
