#ifdef __linux__

#include <rondo/kernel/io_uring.hpp>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <linux/io_uring.h>
#include <linux/time_types.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace rondo {
namespace {

constexpr unsigned most_requests = 256;  // between two calls; what is under way has no limit

// A request is named by its descriptor and its direction. These two are nobody's.
constexpr std::uint64_t wake_name = ~std::uint64_t{0};
constexpr std::uint64_t withdrawal_name = wake_name - 1;

std::uint64_t name_of(Descriptor descriptor, Direction direction) {
    return static_cast<std::uint64_t>(descriptor) << 1 | static_cast<std::uint64_t>(direction);
}

std::uint64_t name_of(const Operation& operation) {
    return name_of(operation.descriptor, operation.direction);
}

Descriptor descriptor_of(std::uint64_t name) { return static_cast<Descriptor>(name >> 1); }

/// An address in memory, as requests have it.
std::uint64_t number(const void* pointer) { return reinterpret_cast<std::uintptr_t>(pointer); }

/// A size as requests have it; what is larger is done in parts.
unsigned length(std::size_t size) {
    return static_cast<unsigned>(std::min(size, std::size_t{1} << 30));
}

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

/// The memory that is shared with the kernel. Of each ring, one side moves the head and the other
/// the tail: what one side writes before it moves its end, the other sees after it has looked.
struct IoUring::Rings {
    Rings();
    ~Rings();

    template <class T = unsigned>
    T* at(unsigned offset) const {
        return reinterpret_cast<T*>(memory + offset);
    }
    static unsigned look(unsigned* end) {
        return std::atomic_ref(*end).load(std::memory_order_acquire);
    }
    static void move(unsigned* end, unsigned to) {
        std::atomic_ref(*end).store(to, std::memory_order_release);
    }
    unsigned unsent() const { return *request_tail - look(request_head); }

    int descriptor = -1;
    std::byte* memory = nullptr;
    std::size_t size = 0;
    io_uring_sqe* requests = nullptr;
    std::size_t requests_size = 0;
    unsigned *request_head, *request_tail, *flags, *completion_head, *completion_tail;
    unsigned request_mask, completion_mask;
    const io_uring_cqe* completions;
};

IoUring::Rings::Rings() {
    io_uring_params about{};
    // What is done is brought when we come by; without this we would be interrupted for it.
    about.flags = IORING_SETUP_COOP_TASKRUN | IORING_SETUP_TASKRUN_FLAG;
    descriptor = static_cast<int>(syscall(SYS_io_uring_setup, most_requests, &about));
    if (descriptor < 0)
        fail(errno == EINVAL ? "io_uring_setup: it takes Linux 5.19"
                             : "io_uring_setup: this system has none, or forbids it");
    size = std::max<std::size_t>(about.sq_off.array + about.sq_entries * sizeof(unsigned),
                                 about.cq_off.cqes + about.cq_entries * sizeof(io_uring_cqe));
    requests_size = about.sq_entries * sizeof(io_uring_sqe);
    const auto map = [&](std::size_t bytes, off_t what) {
        return mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, descriptor,
                    what);
    };
    void* const rings = map(size, IORING_OFF_SQ_RING);
    void* const entries = map(requests_size, IORING_OFF_SQES);
    if (rings == MAP_FAILED || entries == MAP_FAILED) {
        const int error = errno;
        if (rings != MAP_FAILED) munmap(rings, size);
        if (entries != MAP_FAILED) munmap(entries, requests_size);
        close(descriptor);
        errno = error;
        fail("io_uring's memory: mmap");
    }
    memory = static_cast<std::byte*>(rings);
    requests = static_cast<io_uring_sqe*>(entries);
    request_head = at(about.sq_off.head);
    request_tail = at(about.sq_off.tail);
    request_mask = *at(about.sq_off.ring_mask);
    flags = at(about.sq_off.flags);
    completion_head = at(about.cq_off.head);
    completion_tail = at(about.cq_off.tail);
    completion_mask = *at(about.cq_off.ring_mask);
    completions = at<const io_uring_cqe>(about.cq_off.cqes);
    // The ring holds numbers of entries; ours are always in their order.
    for (unsigned index = 0; index < about.sq_entries; ++index)
        at(about.sq_off.array)[index] = index;
}

IoUring::Rings::~Rings() {
    munmap(requests, requests_size);
    munmap(memory, size);
    close(descriptor);
}

// The eventfd blocks: of one that does not, io_uring would say at once that it would block.
IoUring::IoUring() : rings_(std::make_unique<Rings>()), event_(eventfd(0, EFD_CLOEXEC)) {
    if (event_ < 0) fail("io_uring needs an eventfd");
}

IoUring::~IoUring() {
    if (process_.here()) {
        // Whatever the kernel still has, it lets go of before the rings do.
        request(IORING_OP_ASYNC_CANCEL, -1, withdrawal_name).cancel_flags =
            IORING_ASYNC_CANCEL_ANY | IORING_ASYNC_CANCEL_ALL;
        while (under_way_ != 0) {
            enter(1, never);
            collect();
        }
    }
    close(event_);
}

/// In a child that was forked, which shares the memory of its parent's rings. What has woken it
/// until now had nothing to write to, so the new eventfd begins with one.
void IoUring::leave_parent() {
    if (process_.here()) return;
    auto rings = std::make_unique<Rings>();
    const int event = eventfd(1, EFD_CLOEXEC);
    if (event < 0) fail("io_uring needs an eventfd");
    rings_ = std::move(rings);
    close(std::exchange(event_, event));
    completions_.clear();
    under_way_ = 0;
    listening_ = false;
    process_.renew();
    all_gone();
}

void IoUring::wake() noexcept {
    if (!process_.here()) return;  // it would wake the parent
    const int error = errno;       // a signal handler must not change it
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = write(event_, &one, sizeof one);
    errno = error;
}

void IoUring::listen_for_wakes() {
    if (listening_) return;
    request(IORING_OP_POLL_ADD, event_, wake_name).poll32_events = POLLIN;
    listening_ = true;
}

io_uring_sqe& IoUring::request(std::uint8_t what, Descriptor descriptor, std::uint64_t name) {
    if (const auto most = completions_.size() + under_way_; completions_.capacity() <= most)
        completions_.reserve(2 * most + 64);
    while (rings_->unsent() > rings_->request_mask) {
        enter(0, TimePoint::min());
        collect();  // where too many completions wait, the kernel takes no more requests
    }
    const unsigned tail = *rings_->request_tail;
    io_uring_sqe& entry = rings_->requests[tail & rings_->request_mask];
    std::memset(&entry, 0, sizeof entry);
    entry.opcode = what;
    entry.fd = descriptor;
    entry.user_data = name;
    ++under_way_;
    // Only `enter` makes the kernel look, so the rest may be filled in behind the tail's back.
    Rings::move(rings_->request_tail, tail + 1);
    return entry;
}

void IoUring::receive(Operation& operation, std::span<std::byte> buffer) {
    io_uring_sqe& entry = request(IORING_OP_RECV, operation.descriptor, name_of(operation));
    entry.addr = number(buffer.data());
    entry.len = length(buffer.size());
}

void IoUring::send(Operation& operation, std::span<const std::byte> bytes) {
    io_uring_sqe& entry = request(IORING_OP_SEND, operation.descriptor, name_of(operation));
    entry.addr = number(bytes.data());
    entry.len = length(bytes.size());
    entry.msg_flags = MSG_NOSIGNAL;
}

void IoUring::accept(Operation& operation) {
    request(IORING_OP_ACCEPT, operation.descriptor, name_of(operation)).accept_flags =
        SOCK_NONBLOCK | SOCK_CLOEXEC;
}

void IoUring::connect(Operation& operation, const SocketAddress& address) {
    io_uring_sqe& entry = request(IORING_OP_CONNECT, operation.descriptor, name_of(operation));
    entry.addr = number(address.bytes);
    entry.off = address.size;
}

void IoUring::ask(Descriptor descriptor, Direction direction) {
    request(IORING_OP_POLL_ADD, descriptor, name_of(descriptor, direction)).poll32_events =
        direction == Direction::read ? POLLIN | POLLRDHUP : POLLOUT;
}

void IoUring::withdraw(Descriptor descriptor, Direction direction) {
    request(IORING_OP_ASYNC_CANCEL, -1, withdrawal_name).addr = name_of(descriptor, direction);
}

void IoUring::watch(Descriptor descriptor, Direction direction, Node& node) {
    // A request fails when the kernel sees it, which is later; here is the place that was wrong.
    if (descriptor >= 0 && fcntl(descriptor, F_GETFD) < 0) refuse(name(), descriptor, errno);
    CompletionPoller::watch(descriptor, direction, node);
}

bool IoUring::unwatch(Descriptor descriptor, Direction direction) {
    if (!CompletionPoller::unwatch(descriptor, direction)) return false;
    if (rings_->unsent() != 0) enter(0, TimePoint::min());
    return true;
}

void IoUring::enter(unsigned completions, TimePoint until) {
    constexpr std::int64_t second = 1'000'000'000;
    const std::int64_t left = units_until(until, now(), Duration(1), 0);
    const __kernel_timespec timeout{left / second, left % second};
    io_uring_getevents_arg about{};
    if (until != never) about.ts = number(&timeout);
    const auto result =
        syscall(SYS_io_uring_enter, rings_->descriptor, rings_->unsent(), completions,
                IORING_ENTER_GETEVENTS | IORING_ENTER_EXT_ARG, &about, sizeof about);
    // Too long, a signal, too many completions, no memory just now: the next call will do.
    const bool passes =
        errno == ETIME || errno == EINTR || errno == EBUSY || errno == EAGAIN || errno == ENOMEM;
    if (result < 0 && !passes) fail("io_uring_enter");
}

void IoUring::wait(TimePoint until, NodeQueue& ready) {
    leave_parent();
    const TimePoint waking = until == TimePoint::min() ? until : end_of_tick(until);
    woken_ = false;
    // What there was may be of use to nobody; and what is to be asked again was not asked yet.
    while (!ask_once(waking, ready) && !woken_) {}
}

/// Passes on what was asked, and takes what there is; waits for it if there is nothing to report.
/// @return whether there was something to report, or nothing came.
bool IoUring::ask_once(TimePoint until, NodeQueue& ready) {
    NodeQueue found;
    struct Append {
        ~Append() { to.append(from); }
        NodeQueue &to, &from;
    } append{ready, found};
    listen_for_wakes();
    tell_changes(found);
    collect();
    const bool sleeps = found.empty() && completions_.empty() && until != TimePoint::min();
    constexpr unsigned out_of_sight = IORING_SQ_CQ_OVERFLOW | IORING_SQ_TASKRUN;
    const bool more = (Rings::look(rings_->flags) & out_of_sight) != 0;
    if (sleeps || more || rings_->unsent() != 0) enter(sleeps ? 1 : 0, until);
    collect();
    const bool heard = !completions_.empty();
    take_all(found);
    return !found.empty() || !heard;
}

void IoUring::wait_for(Descriptor descriptor, NodeQueue& ready) {
    while (true) {
        collect();
        std::size_t others = 0;
        for (const Completion completion : completions_)
            if (descriptor_of(completion.name) == descriptor)
                take(completion, ready);
            else
                completions_[others++] = completion;
        const bool found = others != completions_.size();
        completions_.resize(others);
        if (found) return;
        enter(1, never);
    }
}

/// Takes completions out of the ring. There is room for them: see `request`.
void IoUring::collect() noexcept {
    unsigned head = *rings_->completion_head;
    for (; head != Rings::look(rings_->completion_tail); ++head) {
        const io_uring_cqe& completion = rings_->completions[head & rings_->completion_mask];
        completions_.push_back({completion.user_data, completion.res});
    }
    under_way_ -= head - *rings_->completion_head;
    Rings::move(rings_->completion_head, head);
}

void IoUring::take_all(NodeQueue& ready) noexcept {
    for (const Completion& completion : completions_) take(completion, ready);
    completions_.clear();
}

void IoUring::take(const Completion& completion, NodeQueue& ready) noexcept {
    const auto [name, result] = completion;
    if (name == withdrawal_name) return;
    if (name == wake_name) {
        woken_ = true;
        listening_ = false;
        std::uint64_t times = 0;
        if (result > 0) [[maybe_unused]]
            const auto got = read(event_, &times, sizeof times);
        return;
    }
    std::optional<Operation::Outcome> outcome;
    if (result >= 0)
        outcome = Operation::Outcome{static_cast<std::uintptr_t>(result), 0};
    else if (result != -ECANCELED && result != -EINTR && result != -EAGAIN)
        outcome = Operation::Outcome{0, -result};
    let_go(descriptor_of(name), static_cast<Direction>(name & 1), outcome, ready);
}

}  // namespace rondo

#endif  // __linux__
