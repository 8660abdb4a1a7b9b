#include <rondo/kernel/poll.hpp>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <system_error>

#ifdef _WIN32
#include <winsock2.h>
#else
#include <poll.h>
#endif

namespace rondo {
namespace {

#ifdef _WIN32
int ask(pollfd* questions, std::size_t count, int milliseconds) {
    const int ready = WSAPoll(questions, static_cast<ULONG>(count), milliseconds);
    if (ready != 0) return ready;
    // A socket that was closed is marked, but not counted.
    const auto marked = [](const pollfd& question) { return question.revents != 0; };
    return static_cast<int>(std::count_if(questions, questions + count, marked));
}

[[noreturn]] void fail() {
    throw std::system_error(WSAGetLastError(), std::system_category(), "WSAPoll");
}
#else
int ask(pollfd* questions, std::size_t count, int milliseconds) {
    const int ready = poll(questions, static_cast<nfds_t>(count), milliseconds);
    return ready < 0 && errno == EINTR ? 0 : ready;
}

[[noreturn]] void fail() { throw std::system_error(errno, std::generic_category(), "poll"); }
#endif

short events_of(const DescriptorEntry& entry) {
    return static_cast<short>((entry.waits(Direction::read) ? POLLIN : 0) |
                              (entry.waits(Direction::write) ? POLLOUT : 0));
}

}  // namespace

Poll::Poll() { questions_.push_back({pipe_.descriptor(), POLLIN, 0}); }

Poll::~Poll() = default;

void Poll::update(Descriptor descriptor, DescriptorEntry& entry) {
    const short events = events_of(entry);
    if (events == 0) {
        // At once: it may be closed next, and its number may come back.
        if (entry.registered != 0) unregister(descriptor, entry);
        return;
    }
    pollfd question{descriptor, events, 0};
    if (entry.registered == 0 || entry.watched()) {
        if (ask(&question, 1, 0) < 0 || (question.revents & POLLNVAL) != 0)
            refuse(name(), descriptor, EBADF);
    }
    if (entry.registered == 0) {
        questions_.push_back(question);
        entry.registered = static_cast<std::uint32_t>(questions_.size() - 1);
    }
    questions_[entry.registered].events = events;
}

void Poll::unregister(Descriptor, DescriptorEntry& entry) noexcept {
    if (entry.registered == 0) return;
    // The last one takes its place.
    if (entry.registered != questions_.size() - 1) {
        const pollfd& last = questions_[entry.registered] = questions_.back();
        table_.find(last.fd)->registered = entry.registered;
    }
    questions_.pop_back();
    entry.registered = 0;
}

void Poll::wait(TimePoint until, NodeQueue& ready) {
    if (pipe_.leave_parent()) questions_[0].fd = pipe_.descriptor();
    for (std::size_t place = questions_.size() - 1; place != 0; --place) {
        if (questions_[place].events != 0) continue;
        const Descriptor descriptor = questions_[place].fd;
        unregister(descriptor, *table_.find(descriptor));
        table_.remove_if_unused(descriptor);
    }

    std::int64_t left = 0;
    if (until != TimePoint::min())
        left = units_until(end_of_tick(until), now(), std::chrono::milliseconds(1), -1);
    const int count = ask(questions_.data(), questions_.size(),
                          static_cast<int>(std::min<std::int64_t>(left, INT_MAX)));
    if (count < 0) fail();
    if (count == 0) return;
    if (questions_[0].revents != 0) pipe_.drain();
    for (std::size_t place = 1; place != questions_.size(); ++place) {
        const int seen = questions_[place].revents;
        if (seen == 0) continue;
        DescriptorEntry& entry = *table_.find(questions_[place].fd);
        const bool broken = (seen & (POLLERR | POLLHUP | POLLNVAL)) != 0;
        report(entry, broken || (seen & POLLIN) != 0, broken || (seen & POLLOUT) != 0, ready);
        // What was closed while somebody waited for it is told once: it stays closed.
        const bool closed = (seen & POLLNVAL) != 0;
        questions_[place].events = closed ? short{} : events_of(entry);
    }
}

}  // namespace rondo
