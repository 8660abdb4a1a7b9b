#ifdef __linux__

#include <rondo/kernel/epoll.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <ctime>
#include <system_error>
#include <utility>

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace rondo {
namespace {

// The flags, as unsigned numbers throughout.
constexpr std::uint32_t to_read = EPOLLIN | EPOLLRDHUP;
constexpr std::uint32_t to_write = EPOLLOUT;
constexpr std::uint32_t edges = EPOLLET;
constexpr std::uint32_t at_end = EPOLLERR | EPOLLHUP;  // always reported, asked for or not

constexpr std::size_t most_events = 256;

/// Registrations are numbered, and the eventfd's is this one.
constexpr std::uint32_t event_registration = 0;

/// The kernel gives back with each event for which descriptor it was registered, and by which
/// registration.
bool tell(int epoll, int action, Descriptor descriptor, std::uint32_t events,
          std::uint32_t registration) noexcept {
    epoll_event event{};
    event.events = events;
    event.data.u64 = std::uint64_t{registration} << 32 | static_cast<std::uint32_t>(descriptor);
    return epoll_ctl(epoll, action, descriptor, &event) == 0;
}

}  // namespace

Epoll::Epoll() : event_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (event_ >= 0 && make_table()) return;
    const int error = errno;
    close_all();
    throw std::system_error(error, std::generic_category(), "epoll_create1 or eventfd");
}

Epoll::~Epoll() { close_all(); }

void Epoll::close_all() noexcept {
    if (event_ >= 0) close(event_);
    if (epoll_ >= 0) close(epoll_);
}

bool Epoll::make_table() noexcept {
    const int fresh = epoll_create1(EPOLL_CLOEXEC);
    bool complete =
        fresh >= 0 && tell(fresh, EPOLL_CTL_ADD, event_, EPOLLIN | edges, event_registration);
    for (auto& [descriptor, entry] : table_) {
        if (!complete) break;
        if (entry.registered == 0) continue;
        complete = tell(fresh, EPOLL_CTL_ADD, descriptor, entry.registered, entry.registration);
        if (complete || errno == ENOMEM || errno == ENOSPC) continue;
        complete = true;
        entry.registered = 0;  // it was closed, and the old table had forgotten it
    }
    const int unwanted = complete ? std::exchange(epoll_, fresh) : fresh;
    const int error = errno;
    if (unwanted >= 0) close(unwanted);
    errno = error;
    return complete;
}

/// In a child that was forked. What has woken it until now had nothing to write to, so the new
/// eventfd begins with one.
void Epoll::leave_parent() {
    const int fresh = eventfd(1, EFD_CLOEXEC | EFD_NONBLOCK);
    if (fresh >= 0) close(std::exchange(event_, fresh));
    if (fresh < 0 || !make_table())
        throw std::system_error(errno, std::generic_category(), "epoll_create1 or eventfd");
    process_.renew();
}

void Epoll::wake() noexcept {
    if (!process_.here()) return;  // it would wake the parent
    const int error = errno;       // a signal handler must not change it
    const std::uint64_t one = 1;
    // It fails only where the count is full, and that takes 2^64 of them.
    [[maybe_unused]] const auto written = write(event_, &one, sizeof one);
    errno = error;
}

void Epoll::update(Descriptor descriptor, DescriptorEntry& entry) {
    std::uint32_t events = 0;
    if (entry.watched())
        events = (entry.waits(Direction::read) ? to_read : 0) |
                 (entry.waits(Direction::write) ? to_write : 0);
    else if (entry.used() || (entry.registered & edges) != 0)
        events = to_read | to_write | edges;
    if (events == 0) {
        if (entry.registered != 0) unregister(descriptor, entry);
        return;
    }
    if (!process_.here()) leave_parent();
    // What is watched is told anew in any case: see below.
    if (!entry.watched() && events == entry.registered) return;

    if (++registrations_ == event_registration) ++registrations_;
    const auto told_by = [&](int action) {
        return tell(epoll_, action, descriptor, events, registrations_);
    };
    // Closing a descriptor takes it out of the kernel's table unseen, and a new one may bear the
    // same number: what we took for known is new, or the other way round.
    bool told = told_by(entry.registered == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD);
    if (!told && errno == ENOENT) told = told_by(EPOLL_CTL_ADD);
    if (!told && errno == EEXIST) told = told_by(EPOLL_CTL_MOD);
    if (!told) refuse(name(), descriptor, errno);
    entry.registered = events;
    entry.registration = registrations_;
}

void Epoll::unregister(Descriptor descriptor, DescriptorEntry& entry) noexcept {
    // It may have been closed already, and then this takes nothing out.
    if (process_.here()) epoll_ctl(epoll_, EPOLL_CTL_DEL, descriptor, nullptr);
    entry.registered = 0;
    entry.registration = 0;
    entry.exhausted = entry.ended = false;
}

void Epoll::wait(TimePoint until, NodeQueue& ready) {
    if (!process_.here()) leave_parent();
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
    bool strays = false;
    for (std::size_t index = 0; index < static_cast<std::size_t>(count); ++index) {
        const std::uint64_t key = events[index].data.u64;
        const auto registration = static_cast<std::uint32_t>(key >> 32);
        if (registration == event_registration) continue;  // it was woken, and that is all
        DescriptorEntry* entry = table_.find(static_cast<Descriptor>(key & 0xffff'ffff));
        if (entry == nullptr || entry->registration != registration) {
            strays = true;
            continue;
        }
        const std::uint32_t seen = events[index].events;
        // The end is an edge, too: what takes all that came before it has to be tried once more.
        entry->ended = entry->ended || (seen & (EPOLLRDHUP | at_end)) != 0;
        report(*entry, (seen & (to_read | at_end)) != 0, (seen & (to_write | at_end)) != 0, ready);
    }
    // A descriptor was closed while it was watched, but the file is open still, under another
    // number or in another process: the kernel goes on to report what it has no name for any more.
    if (strays) make_table();
}

}  // namespace rondo

#endif  // __linux__
