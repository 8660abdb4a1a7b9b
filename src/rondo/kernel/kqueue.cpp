#include <rondo/kernel/kqueue.hpp>

#ifdef RONDO_KQUEUE

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <system_error>

#include <fcntl.h>
#include <sys/types.h>
// The rest of the system's headers come first: it uses what they define.
#include <sys/event.h>
#include <sys/time.h>
#include <unistd.h>

namespace rondo {
namespace {

using Kevent = struct kevent;

// What `registered` holds: the directions, and whether they are registered by edge.
constexpr std::uint32_t for_reading = 1;
constexpr std::uint32_t for_writing = 2;
constexpr std::uint32_t by_edge = 4;

constexpr std::size_t most_kevents = 256;
/// No more than there is room for, should each of them be answered by an error.
constexpr std::size_t most_changes = most_kevents;
/// Both directions may have to be taken out, and added anew.
constexpr std::size_t changes_of_one = 4;

constexpr timespec no_time{0, 0};

Kevent change_of(Descriptor descriptor, Direction direction, int flags) {
    Kevent event;
    EV_SET(&event, static_cast<std::uintptr_t>(descriptor),
           direction == Direction::read ? EVFILT_READ : EVFILT_WRITE,
           static_cast<std::uint16_t>(flags), 0, 0, nullptr);
    return event;
}

/// Adds the event that wakes a queue, or triggers it.
bool tell_of_waking(int queue, int flags, unsigned notes) {
    Kevent event;
    EV_SET(&event, 0, EVFILT_USER, static_cast<std::uint16_t>(flags), notes, 0, nullptr);
    return kevent(queue, &event, 1, nullptr, 0, &no_time) == 0;
}

}  // namespace

Kqueue::Kqueue() {
    changes_.reserve(most_changes);
    make_queue();
}

Kqueue::~Kqueue() {
    if (process_.here()) close(kqueue_);  // in a child the number is free, or another's
}

void Kqueue::make_queue() {
    const int fresh = kqueue();
    if (fresh >= 0 && fcntl(fresh, F_SETFD, FD_CLOEXEC) == 0 &&
        tell_of_waking(fresh, EV_ADD | EV_CLEAR, 0)) {
        kqueue_ = fresh;
        return;
    }
    const int error = errno;
    if (fresh >= 0) close(fresh);
    throw std::system_error(error, std::generic_category(), "kqueue");
}

/// In a child that was forked. What has woken it until now had nothing to tell, so it is woken
/// once.
void Kqueue::leave_parent() {
    make_queue();
    changes_.clear();
    for (auto& [descriptor, entry] : table_) {
        const int error = entry.registered == 0 ? 0 : add(descriptor, entry.registered);
        if (error == ENOMEM) {
            close(kqueue_);
            throw std::system_error(error, std::generic_category(), "kevent");
        }
        if (error != 0) entry.registered = 0;  // it was closed
    }
    process_.renew();
    wake();
}

void Kqueue::wake() noexcept {
    if (!process_.here()) return;  // it has no queue
    const int error = errno;       // a signal handler must not change it
    tell_of_waking(kqueue_, 0, NOTE_TRIGGER);
    errno = error;
}

void Kqueue::update(Descriptor descriptor, DescriptorEntry& entry) {
    const std::uint32_t before = entry.registered;
    std::uint32_t wanted = (entry.waits(Direction::read) ? for_reading : 0) |
                           (entry.waits(Direction::write) ? for_writing : 0);
    const bool had_edges = (before & by_edge) != 0;
    if (!entry.watched() && (entry.used() || had_edges))
        wanted |= by_edge | (had_edges ? before : 0);  // for the descriptor's life
    // What is watched is told anew in any case: the number may be another file's by now.
    if (wanted == before && !entry.watched()) return;

    // What is registered by edge does not change to level, nor the other way round.
    const bool same_kind = (wanted & by_edge) == (before & by_edge);
    const std::uint32_t kept = same_kind ? wanted & before : 0;
    take_out(descriptor, before & ~kept);
    entry.registered = kept;
    if (wanted == kept && kept != before) return;

    if (!process_.here()) leave_parent();
    if (const int error = add(descriptor, wanted)) refuse(name(), descriptor, error);
    entry.registered = wanted;
}

void Kqueue::unregister(Descriptor descriptor, DescriptorEntry& entry) noexcept {
    take_out(descriptor, entry.registered);
    entry.registered = 0;
    entry.exhausted = entry.ended = false;
}

int Kqueue::add(Descriptor descriptor, std::uint32_t wanted) noexcept {
    // What is to be taken out goes before: it may have been registered for this number.
    const std::size_t first_added = changes_.size();
    const int flags = (wanted & by_edge) != 0 ? EV_ADD | EV_CLEAR : EV_ADD;
    if ((wanted & for_reading) != 0)
        changes_.push_back(change_of(descriptor, Direction::read, flags));
    if ((wanted & for_writing) != 0)
        changes_.push_back(change_of(descriptor, Direction::write, flags));
    for (Kevent& event : changes_) event.flags |= EV_RECEIPT;

    // Each change is answered, in its own place.
    const int count = static_cast<int>(changes_.size());
    const bool told =
        kevent(kqueue_, changes_.data(), count, changes_.data(), count, &no_time) == count;
    int error = told ? 0 : errno;
    for (std::size_t place = first_added; error == 0 && place != changes_.size(); ++place)
        error = static_cast<int>(changes_[place].data);
    changes_.clear();
    return error;
}

void Kqueue::take_out(Descriptor descriptor, std::uint32_t registered) noexcept {
    if (!process_.here()) return;  // nothing of it is in a queue of this process
    for (const Direction direction : {Direction::read, Direction::write})
        if ((registered & (direction == Direction::read ? for_reading : for_writing)) != 0)
            changes_.push_back(change_of(descriptor, direction, EV_DELETE));
    if (changes_.size() > most_changes - changes_of_one) add(descriptor, 0);
}

void Kqueue::wait(TimePoint until, NodeQueue& ready) {
    if (!process_.here()) leave_parent();
    constexpr std::int64_t second = 1'000'000'000;
    constexpr std::int64_t longest = 100'000'000 * second;  // macOS takes no more
    std::int64_t left = 0;
    if (until != TimePoint::min()) left = units_until(end_of_tick(until), now(), Duration(1), -1);
    const bool endless = left < 0;
    left = std::min(left, longest);
    const timespec timeout{static_cast<time_t>(left / second), static_cast<long>(left % second)};

    std::array<Kevent, most_kevents> events;
    int count = 0;
    do {
        count = kevent(kqueue_, changes_.data(), static_cast<int>(changes_.size()), events.data(),
                       static_cast<int>(events.size()), endless ? nullptr : &timeout);
        if (count < 0 && errno != EINTR)
            throw std::system_error(errno, std::generic_category(), "kevent");
        changes_.clear();  // they were made, even if a signal came
        // What was to be taken out is gone already, and where there are such answers, there is
        // nothing else.
    } while (count > 0 && (events[0].flags & EV_ERROR) != 0);
    for (int place = 0; place < count; ++place) {
        const Kevent& event = events[static_cast<std::size_t>(place)];
        if (event.filter == EVFILT_USER) continue;  // it was woken, and that is all
        DescriptorEntry* entry = table_.find(static_cast<Descriptor>(event.ident));
        if (entry == nullptr) continue;
        // The end may come with bytes unread: what takes all of them has to be tried once more.
        entry->ended = entry->ended || (event.flags & EV_EOF) != 0;
        report(*entry, event.filter == EVFILT_READ, event.filter == EVFILT_WRITE, ready);
    }
}

}  // namespace rondo

#endif  // RONDO_KQUEUE
