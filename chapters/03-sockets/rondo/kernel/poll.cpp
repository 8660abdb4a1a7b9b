#include <rondo/kernel/poll.hpp>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <system_error>
#include <vector>

#ifdef _WIN32
#include <winsock2.h>
#else
#include <poll.h>
#endif

namespace rondo {
namespace {

#ifdef _WIN32
using Question = WSAPOLLFD;

// Windows wants a program to say that it will use sockets.
void start_sockets() {
    WSADATA about;
    static const int error = WSAStartup(MAKEWORD(2, 2), &about);
    if (error != 0) throw std::system_error(error, std::system_category(), "WSAStartup");
}

int ask(std::vector<Question>& questions, int milliseconds) {
    if (questions.empty()) {  // which WSAPoll refuses
        Sleep(static_cast<DWORD>(milliseconds));
        return 0;
    }
    return WSAPoll(questions.data(), static_cast<ULONG>(questions.size()), milliseconds);
}

[[noreturn]] void fail() {
    throw std::system_error(WSAGetLastError(), std::system_category(), "WSAPoll");
}
#else
using Question = pollfd;

void start_sockets() {}

int ask(std::vector<Question>& questions, int milliseconds) {
    const int count = poll(questions.data(), static_cast<nfds_t>(questions.size()), milliseconds);
    return count < 0 && errno == EINTR ? 0 : count;
}

[[noreturn]] void fail() { throw std::system_error(errno, std::generic_category(), "poll"); }
#endif

}  // namespace

Poll::Poll() { start_sockets(); }

void Poll::update(Descriptor descriptor, DescriptorEntry& entry) {
    if (!entry.watched() && !entry.used()) {
        // At once: it may be closed next, and its number may come back.
        if (entry.registered != 0) unregister(descriptor, entry);
        return;
    }
    if (entry.registered != 0) return;
    std::vector<Question> first{{descriptor, POLLIN, 0}};
    if (ask(first, 0) < 0 || (first[0].revents & POLLNVAL) != 0) refuse(name(), descriptor, EBADF);
    descriptors_.push_back(descriptor);
    entry.registered = 1;
}

void Poll::unregister(Descriptor descriptor, DescriptorEntry& entry) noexcept {
    std::erase(descriptors_, descriptor);
    entry.registered = 0;
}

void Poll::wait(TimePoint until, NodeQueue& ready) {
    std::vector<Question> questions;
    questions.reserve(descriptors_.size());
    std::erase_if(descriptors_, [&](Descriptor descriptor) {
        DescriptorEntry& entry = table_[descriptor];
        const int events = (entry.waits(Direction::read) ? POLLIN : 0) |
                           (entry.waits(Direction::write) ? POLLOUT : 0);
        if (events == 0) {
            entry.registered = 0;
            return true;
        }
        questions.push_back({descriptor, static_cast<short>(events), 0});
        return false;
    });

    std::int64_t left = 0;
    if (until != TimePoint::min())
        left = units_until(until, now(), std::chrono::milliseconds(1), -1);
    const int count = ask(questions, static_cast<int>(std::min<std::int64_t>(left, INT_MAX)));
    if (count < 0) fail();
    if (count == 0) return;
    for (const Question& question : questions) {
        const int seen = question.revents;
        if (seen == 0) continue;
        const bool broken = (seen & (POLLERR | POLLHUP | POLLNVAL)) != 0;
        report(question.fd, broken || (seen & POLLIN) != 0, broken || (seen & POLLOUT) != 0, ready);
    }
}

}  // namespace rondo
