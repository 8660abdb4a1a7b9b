#ifdef __linux__

#include <rondo/kernel/epoll.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <ctime>
#include <system_error>

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace rondo {
namespace {

// The flags, as unsigned numbers throughout.
constexpr std::uint32_t readable = EPOLLIN | EPOLLRDHUP;
constexpr std::uint32_t writable = EPOLLOUT;
constexpr std::uint32_t edges = EPOLLET;
constexpr std::uint32_t broken = EPOLLERR | EPOLLHUP;  // always reported, asked for or not

constexpr std::size_t most_events = 256;

}  // namespace

Epoll::Epoll()
    : epoll_(epoll_create1(EPOLL_CLOEXEC)), event_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    epoll_event event{};
    event.events = EPOLLIN | edges;
    event.data.fd = event_;
    if (epoll_ >= 0 && event_ >= 0 && epoll_ctl(epoll_, EPOLL_CTL_ADD, event_, &event) == 0) return;
    const int error = errno;
    close_all();
    throw std::system_error(error, std::generic_category(), "epoll_create1 or eventfd");
}

Epoll::~Epoll() { close_all(); }

void Epoll::close_all() noexcept {
    if (event_ >= 0) close(event_);
    if (epoll_ >= 0) close(epoll_);
}

void Epoll::wake() noexcept {
    const int error = errno;  // a signal handler must not change it
    const std::uint64_t one = 1;
    // It fails only where the count is full, and that takes 2^64 of them.
    [[maybe_unused]] const auto written = write(event_, &one, sizeof one);
    errno = error;
}

void Epoll::update(Descriptor descriptor, DescriptorEntry& entry) {
    epoll_event event{};
    event.data.fd = descriptor;
    if (entry.watched())
        event.events = (entry.waits(Direction::read) ? readable : 0) |
                       (entry.waits(Direction::write) ? writable : 0);
    else if (entry.used() || (entry.registered & edges) != 0)
        event.events = readable | writable | edges;
    if (event.events == entry.registered) return;
    if (event.events == 0) return unregister(descriptor, entry);

    const int change = entry.registered == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
    int result = epoll_ctl(epoll_, change, descriptor, &event);
    // Closing a descriptor takes it out of the kernel's table unseen, and a new one may bear the
    // same number: what we took for known is new, or the other way round.
    if (result < 0 && errno == ENOENT)
        result = epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event);
    if (result < 0 && errno == EEXIST)
        result = epoll_ctl(epoll_, EPOLL_CTL_MOD, descriptor, &event);
    if (result < 0) refuse(name(), descriptor, errno);
    entry.registered = event.events;
}

void Epoll::unregister(Descriptor descriptor, DescriptorEntry& entry) noexcept {
    // It may have been closed already, and then there is nothing left to take out.
    epoll_ctl(epoll_, EPOLL_CTL_DEL, descriptor, nullptr);
    entry.registered = 0;
}

void Epoll::wait(TimePoint until, NodeQueue& ready) {
    std::array<epoll_event, most_events> events;
    int count = 0;
    if (until == TimePoint::min()) {
        count = epoll_wait(epoll_, events.data(), most_events, 0);
    } else {
        const TimePoint waking = end_of_tick(until);
        if (!whole_milliseconds_) {
            constexpr std::int64_t second = 1'000'000'000;
            const std::int64_t left = units_until(waking, now(), Duration(1), -1);
            const timespec timeout{static_cast<time_t>(left / second),
                                   static_cast<long>(left % second)};
            count = epoll_pwait2(epoll_, events.data(), most_events, left < 0 ? nullptr : &timeout,
                                 nullptr);
            whole_milliseconds_ = count < 0 && (errno == ENOSYS || errno == EPERM);
        }
        if (whole_milliseconds_) {
            const auto left = units_until(waking, now(), std::chrono::milliseconds(1), -1);
            count = epoll_wait(epoll_, events.data(), most_events,
                               static_cast<int>(std::min<std::int64_t>(left, INT_MAX)));
        }
    }
    if (count < 0) {
        if (errno == EINTR) return;
        throw std::system_error(errno, std::generic_category(), "epoll_wait");
    }
    for (std::size_t index = 0; index < static_cast<std::size_t>(count); ++index) {
        if (events[index].data.fd == event_) continue;  // it was woken, and that is all
        const std::uint32_t seen = events[index].events;
        report(events[index].data.fd, (seen & (readable | broken)) != 0,
               (seen & (writable | broken)) != 0, ready);
    }
}

}  // namespace rondo

#endif  // __linux__
