#include <rondo/base/errors.hpp>
#include <rondo/kernel/choose.hpp>
#include <rondo/kernel/kqueue.hpp>
#include <rondo/kernel/poll.hpp>

#include <cstdlib>
#include <string>

#ifdef __linux__
#include <rondo/kernel/epoll.hpp>
#include <rondo/kernel/io_uring.hpp>
#endif

#ifdef _WIN32
#include <rondo/kernel/iocp.hpp>
#endif

namespace rondo {
namespace {

struct Kind {
    std::string_view name;
    std::unique_ptr<Poller> (*make)();
};

template <class Kernel>
std::unique_ptr<Poller> make() {
    return std::make_unique<Kernel>();
}

/// The best one first.
constexpr Kind kinds[] = {
#ifdef __linux__
    {"epoll", make<Epoll>},   {"io_uring", make<IoUring>},
#endif
#ifdef RONDO_KQUEUE
    {"kqueue", make<Kqueue>},
#endif
#ifdef _WIN32
    {"iocp", make<Iocp>},
#endif
    {"poll", make<Poll>},
};

}  // namespace

std::vector<std::string_view> poller_names() {
    std::vector<std::string_view> names;
    for (const Kind& kind : kinds) names.push_back(kind.name);
    return names;
}

std::unique_ptr<Poller> make_poller(std::string_view name) {
    const char* variable = std::getenv("RONDO_POLLER");
    if (name.empty() && variable != nullptr) name = variable;
    if (name.empty()) return kinds[0].make();
    std::string those_there_are;
    for (const Kind& kind : kinds) {
        if (kind.name == name) return kind.make();
        those_there_are += (those_there_are.empty() ? "" : ", ") + std::string(kind.name);
    }
    throw RuntimeError("there is no poller '" + std::string(name) + "' (" +
                       (variable != nullptr && name == variable ? "from RONDO_POLLER; " : "") +
                       "this system has: " + those_there_are + ")");
}

}  // namespace rondo
