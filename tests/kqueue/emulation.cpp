/// @file
/// kqueue(2) and kevent(2) for Linux, on top of epoll. For tests only.
///
/// What it is for: the library's kqueue poller is compiled and tried where there is no BSD. So it
/// is strict rather than fast. It refuses what a BSD refuses; it forgets what a BSD forgets (all
/// events of a number when that is closed, though a copy of the file is open; the whole queue in a
/// child that was forked); and what the manual page leaves open it does as FreeBSD's kernel does
/// (EV_CLEAR and EV_ONESHOT of an event stay what they were when it was added). tests/kqueue's
/// table holds it against the manual page.
///
/// What it is not: a way to run programs for BSD on Linux. It knows the filters READ, WRITE, TIMER
/// and USER, and the flags of its `sys/event.h`. Further limits:
///  - It sees what the program closes by `close` and `dup2`, not what the C library closes inside
///    (`fclose`).
///  - A regular file that grows is noticed by the next call, not by one that waits.
///  - The error of a socket does not come in `fflags`: on Linux to look at it would take it away.
///  - `data` of a listening socket is 1 where Linux does not tell (all but TCP).
///  - A queue cannot be watched itself.
///
/// How it works: a queue is two tables of epoll's, for epoll knows a descriptor but once, and
/// kqueue knows its two directions apart. The number of the first table is the queue's. What needs
/// no descriptor on BSD has one here: a timer a timerfd, a user's event an eventfd.
#ifdef __linux__

#include <cerrno>
#include <chrono>
#include <csignal>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

#include <dlfcn.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/event.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

namespace {

using Event = struct kevent;

/// The kernel's own close, which does not come by here.
void really_close(int number) { syscall(SYS_close, number); }

bool of_descriptor(int filter) { return filter == EVFILT_READ || filter == EVFILT_WRITE; }

// --- What an event's data says
// --------------------------------------------------------------------

int option(int socket, int name) {
    int value = 0;
    socklen_t size = sizeof value;
    return getsockopt(socket, SOL_SOCKET, name, &value, &size) == 0 ? value : 0;
}

int64_t amount(int descriptor, unsigned long question) {
    int bytes = 0;
    return ioctl(descriptor, question, &bytes) == 0 ? bytes : 1;
}

int64_t bytes_to_read(int descriptor) {
    if (option(descriptor, SO_ACCEPTCONN) == 0) return amount(descriptor, FIONREAD);
    tcp_info info{};
    socklen_t size = sizeof info;
    const bool told = getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &size) == 0;
    return told ? info.tcpi_unacked : 1;  // while it listens: how many wait to be accepted
}

int64_t room_to_write(int descriptor) {
    const int pipe_size = fcntl(descriptor, F_GETPIPE_SZ);
    if (pipe_size >= 0) return pipe_size - amount(descriptor, FIONREAD);
    return option(descriptor, SO_SNDBUF) - amount(descriptor, TIOCOUTQ);
}

int64_t bytes_left(int file) {
    struct stat about {};
    fstat(file, &about);
    return about.st_size - lseek(file, 0, SEEK_CUR);
}

// --- A queue
// --------------------------------------------------------------------------------------

class Queue {
public:
    Queue() : reads_(epoll_create1(0)), writes_(epoll_create1(EPOLL_CLOEXEC)) {}
    /// Leaves its number to whoever closes that, and the tables as they are: in a child that was
    /// forked they are the parent's.
    ~Queue() {
        for (const auto& [name, one] : registrations_)
            if (!of_descriptor(name.second)) really_close(one.watched);
        if (writes_ >= 0) really_close(writes_);
    }
    Queue(const Queue&) = delete;
    Queue& operator=(const Queue&) = delete;

    int number() const { return reads_; }
    bool is_made() const { return reads_ >= 0 && writes_ >= 0; }

    /// Makes one change. Gives the number of what is wrong with it, or 0.
    int apply(const Event& change);
    /// Takes out what has happened, as much as there is room for. Gives how much that is.
    int collect(Event* events, int room);
    /// Waits until there may be something to collect.
    int wait(const timespec* timeout) const {
        pollfd tables[] = {{reads_, POLLIN, 0}, {writes_, POLLIN, 0}};
        return ppoll(tables, 2, timeout, nullptr);
    }
    /// A number is being closed.
    void forget(int number) {
        for (const int filter : {EVFILT_READ, EVFILT_WRITE}) {
            const auto found = registrations_.find({static_cast<uintptr_t>(number), filter});
            if (found != registrations_.end()) remove(found->second);
        }
    }

private:
    struct Registration {
        Event event;  // with the flags that it was added with
        int watched;  // what epoll watches for it: the descriptor, or one of its own
        bool enabled = true;
    };

    int add(const Event& change);
    int watch(Registration& one);
    bool report(Registration& one, uint32_t seen, Event& event);
    void remove(Registration& one);
    int table(const Event& event) const { return event.filter == EVFILT_WRITE ? writes_ : reads_; }

    int reads_;  // and timers, and users' events
    int writes_;
    std::map<std::pair<uintptr_t, int>, Registration> registrations_;
    std::vector<Registration*> files_;  // those of regular files, which epoll refuses
};

int Queue::apply(const Event& change) {
    const int filter = change.filter;
    const auto has = [&](int flags) { return (change.flags & flags) != 0; };
    if (!of_descriptor(filter) && filter != EVFILT_TIMER && filter != EVFILT_USER) return EINVAL;
    if (of_descriptor(filter) && fcntl(static_cast<int>(change.ident), F_GETFD) < 0) return EBADF;

    auto found = registrations_.find({change.ident, filter});
    if (found == registrations_.end()) {
        if (!has(EV_ADD)) return ENOENT;
        if (const int error = add(change)) return error;
        found = registrations_.find({change.ident, filter});
    }
    Registration& one = found->second;
    if (has(EV_DELETE)) return remove(one), 0;
    if (has(EV_ADD)) one.event.udata = change.udata;
    if (has(EV_ADD | EV_ENABLE)) one.enabled = true;
    if (has(EV_DISABLE)) one.enabled = false;
    if (filter == EVFILT_TIMER && has(EV_ADD)) {
        const timespec each{change.data / 1000, change.data % 1000 * 1'000'000};
        const itimerspec times{has(EV_ONESHOT) ? timespec{} : each, each};
        timerfd_settime(one.watched, 0, &times, nullptr);
    }
    if (filter == EVFILT_USER && (change.fflags & NOTE_TRIGGER) != 0) eventfd_write(one.watched, 1);
    const int error = watch(one);
    if (error != 0) remove(one);
    return error;
}

int Queue::add(const Event& change) {
    Registration one{change, static_cast<int>(change.ident)};
    if (change.filter == EVFILT_USER) one.watched = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (change.filter == EVFILT_TIMER) {
        one.watched = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
        one.event.flags |= EV_CLEAR;  // timers do so by themselves
    }
    if (one.watched < 0) return ENOMEM;
    registrations_.emplace(std::pair{change.ident, change.filter}, one);
    return 0;
}

/// Tells epoll, which then looks whether there is something already.
int Queue::watch(Registration& one) {
    const bool edges = of_descriptor(one.event.filter) && (one.event.flags & EV_CLEAR) != 0;
    epoll_event wanted{};
    wanted.events = one.event.filter == EVFILT_WRITE ? EPOLLOUT : EPOLLIN | EPOLLRDHUP;
    if (edges) wanted.events |= EPOLLET;
    wanted.data.ptr = &one;
    const auto tell = [&](int action) {
        return epoll_ctl(table(one.event), action, one.watched, &wanted) == 0;
    };
    std::erase(files_, &one);
    if (!one.enabled) return tell(EPOLL_CTL_DEL), 0;
    if (tell(EPOLL_CTL_MOD) || tell(EPOLL_CTL_ADD)) return 0;
    if (errno != EPERM) return ENOMEM;
    struct stat about {};
    fstat(one.watched, &about);
    if (one.event.filter != EVFILT_READ || !S_ISREG(about.st_mode)) return EINVAL;
    files_.push_back(&one);
    return 0;
}

void Queue::remove(Registration& one) {
    const Event event = one.event;
    std::erase(files_, &one);
    epoll_ctl(table(event), EPOLL_CTL_DEL, one.watched, nullptr);
    if (!of_descriptor(event.filter)) really_close(one.watched);
    registrations_.erase({event.ident, event.filter});
}

int Queue::collect(Event* events, int room) {
    int count = 0;
    for (Registration* file : std::vector(files_))
        if (count < room && report(*file, 0, events[count])) ++count;
    for (const int table : {reads_, writes_}) {
        if (count == room) break;
        std::vector<epoll_event> seen(static_cast<std::size_t>(room - count));
        const int ready = epoll_wait(table, seen.data(), room - count, 0);
        seen.resize(static_cast<std::size_t>(ready < 0 ? 0 : ready));
        for (const epoll_event& one : seen)
            if (report(*static_cast<Registration*>(one.data.ptr), one.events, events[count]))
                ++count;
    }
    return count;
}

/// What epoll has seen of it becomes an event. False if there is nothing in it after all.
bool Queue::report(Registration& one, uint32_t seen, Event& event) {
    event = one.event;
    event.flags &= EV_CLEAR | EV_ONESHOT;
    const bool is_file = seen == 0;
    if (event.filter == EVFILT_READ) {
        event.data = is_file ? bytes_left(one.watched) : bytes_to_read(one.watched);
        if (is_file && event.data == 0) return false;
        if ((seen & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) event.flags |= EV_EOF;
    } else if (event.filter == EVFILT_WRITE) {
        event.data = room_to_write(one.watched);
        if ((seen & (EPOLLHUP | EPOLLERR)) != 0) event.flags |= EV_EOF;
    } else {
        int64_t times = 0;  // to read this is to clear it
        const bool clears = (event.flags & EV_CLEAR) != 0;
        if (clears && read(one.watched, &times, sizeof times) < 0) return false;
        if (event.filter == EVFILT_TIMER) event.data = times;
    }
    if ((event.flags & EV_ONESHOT) != 0) remove(one);
    return true;
}

// --- All queues of this process
// -------------------------------------------------------------------

std::map<int, std::unique_ptr<Queue>>& queues() {
    static auto& all = *new std::map<int, std::unique_ptr<Queue>>;  // never destroyed
    return all;
}

/// Whoever has it may touch the queues. Signals wait meanwhile, for a handler may call kevent, too.
class Lock {
public:
    Lock() {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before_);
        mutex.lock();
    }
    ~Lock() {
        mutex.unlock();
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;

private:
    static inline std::mutex mutex;
    sigset_t before_;
};

/// No queue is in the middle of a change when the process forks; and the child has none of them.
void leave_queues_to_the_parent() {
    static Lock* forking;
    const auto in_child = [] {
        for (const auto& [number, queue] : queues()) really_close(number);
        queues().clear();
        delete forking;
    };
    pthread_atfork([] { forking = new Lock; }, [] { delete forking; }, in_child);
}

/// The program closes a number: its events go, and so does the queue that it may be.
void forget(int number) {
    const int error = errno;
    {
        const Lock lock;
        queues().erase(number);
        for (const auto& [other, queue] : queues()) queue->forget(number);
    }
    errno = error;
}

int fail(int error) {
    errno = error;
    return -1;
}

/// Makes the changes. Gives how many of them have an answer, or -1.
int apply_all(Queue& queue, const Event* changes, int change_count, Event* events, int room) {
    int answers = 0;
    for (int index = 0; index < change_count; ++index) {
        Event change = changes[index];  // `events` may be the same array
        const int error = queue.apply(change);
        if (error == 0 && (change.flags & EV_RECEIPT) == 0) continue;
        if (answers == room) return error == 0 ? answers : fail(error);
        change.flags = EV_ERROR;
        change.data = error;
        events[answers++] = change;
    }
    return answers;
}

}  // namespace

int kqueue() {
    static const bool once = (leave_queues_to_the_parent(), true);
    const Lock lock;
    auto queue = std::make_unique<Queue>();
    const int error = errno;
    const int number = queue->number();
    if (once && queue->is_made()) return queues()[number] = std::move(queue), number;
    if (number >= 0) really_close(number);
    return fail(error);
}

int kevent(int number, const Event* changes, int change_count, Event* events, int room,
           const timespec* timeout) try {
    using namespace std::chrono;
    constexpr int64_t longest = 100'000'000;  // what macOS took for a long time
    if (timeout != nullptr && (timeout->tv_sec < 0 || timeout->tv_sec > longest ||
                               timeout->tv_nsec < 0 || timeout->tv_nsec >= 1'000'000'000))
        return fail(EINVAL);
    auto until = steady_clock::now();
    if (timeout != nullptr) until += seconds(timeout->tv_sec) + nanoseconds(timeout->tv_nsec);
    while (true) {
        Queue* queue = nullptr;
        {
            const Lock lock;
            const auto found = queues().find(number);
            if (found == queues().end()) return fail(EBADF);
            queue = found->second.get();
            // Where a change has an answer, answers are all that is given.
            const int answers = apply_all(*queue, changes, change_count, events, room);
            if (answers != 0 || room == 0) return answers;
            if (const int count = queue->collect(events, room)) return count;
        }
        change_count = 0;  // they were made
        const nanoseconds left = until - steady_clock::now();
        if (timeout != nullptr && left <= 0ns) return 0;
        const timespec rest{left / 1s, left % 1s / 1ns};
        if (queue->wait(timeout == nullptr ? nullptr : &rest) < 0) return -1;
    }
} catch (const std::bad_alloc&) {
    return fail(ENOMEM);
}

// --- What closes
// ----------------------------------------------------------------------------------

extern "C" int close(int number) {
    static const auto next = reinterpret_cast<int (*)(int)>(dlsym(RTLD_NEXT, "close"));
    forget(number);
    return next(number);
}

extern "C" int dup2(int from, int to) noexcept {
    static const auto next = reinterpret_cast<int (*)(int, int)>(dlsym(RTLD_NEXT, "dup2"));
    if (from != to && fcntl(from, F_GETFD) >= 0) forget(to);
    return next(from, to);
}

#endif  // __linux__
