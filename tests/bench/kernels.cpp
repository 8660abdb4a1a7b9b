// What differs between the kernels of this system, as a table: the processor time of a turn that
// asks the kernel, of a wake from another thread, and of one event among many idle descriptors.

#include "bench.hpp"

#include <rondo/kernel/choose.hpp>
#include <rondo/rondo.hpp>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <sys/eventfd.h>
#include <unistd.h>

namespace {

using bench::check;
using bench::cpu_seconds;

/// The median of five measurements, in nanoseconds an operation.
double measured(long count, const std::function<void(long)>& run) {
    run(count / 10);
    std::vector<double> times;
    for (int round = 0; round < 5; ++round) {
        const double before = cpu_seconds();
        run(count);
        times.push_back((cpu_seconds() - before) * 1e9 / static_cast<double>(count));
    }
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

struct Pipe {
    Pipe() { check(pipe(ends) == 0, "a pipe"); }
    ~Pipe() {
        close(ends[0]);
        close(ends[1]);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    int ends[2];
};

/// A turn that asks the kernel and finds nothing.
double turn(const std::string& poller) {
    rondo::EventLoop loop({.poller = poller});
    const Pipe idle;
    loop.add_reader(idle.ends[0], [] {});
    return measured(200'000, [&](long count) {
        std::function<void()> again = [&] {
            if (--count < 0)
                loop.stop();
            else
                loop.call_soon(again);
        };
        loop.call_soon(again);
        loop.run_forever();
    });
}

/// Another thread calls when the loop sleeps; both threads count.
double wake(const std::string& poller) {
    rondo::EventLoop loop({.poller = poller});
    return measured(20'000, [&](long count) {
        std::atomic<long> answered = 0;
        std::thread other([&] {
            for (long number = 0; number < count; ++number) {
                loop.call_soon_threadsafe([&answered] {
                    ++answered;
                    answered.notify_one();
                });
                answered.wait(number);
            }
            loop.call_soon_threadsafe([&loop] { loop.stop(); });
        });
        loop.run_forever();
        other.join();
        check(answered == count, "every call was made");
    });
}

class Counter final : public rondo::Node {
public:
    void run() noexcept override { ++times; }
    long times = 0;
};

/// One descriptor that is always ready, among many that never are.
double one_among(const std::string& poller, std::size_t idle) {
    const auto kernel = rondo::make_poller(poller);
    Counter never_run, counter;
    std::vector<int> idle_ones;
    for (std::size_t number = 0; number < idle; ++number) {
        idle_ones.push_back(eventfd(0, EFD_CLOEXEC));
        check(idle_ones.back() >= 0, "an eventfd");
        kernel->watch(idle_ones.back(), rondo::Direction::read, never_run);
    }
    const Pipe busy;
    check(write(busy.ends[1], "x", 1) == 1, "a byte");
    kernel->watch(busy.ends[0], rondo::Direction::read, counter);
    const double time = measured(idle > 1'000 ? 500 : 20'000, [&](long count) {
        counter.times = 0;
        for (long number = 0; number < count; ++number) {
            rondo::NodeQueue ready;
            kernel->wait(rondo::TimePoint::min(), ready);
            while (rondo::Node* node = ready.pop()) node->run();
        }
        check(counter.times == count, "it was ready each time");
    });
    check(never_run.times == 0, "the others were not");
    for (const int descriptor : idle_ones) {
        kernel->unwatch(descriptor, rondo::Direction::read);
        close(descriptor);
    }
    return time;
}

}  // namespace

int main() {
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    std::printf("nanoseconds of processor time, medians of five\n\n");
    std::printf("%-10s %10s %10s %14s %14s %14s\n", "", "turn", "wake", "1 among 10", "among 1,000",
                "among 10,000");
    for (const std::string_view name : rondo::poller_names()) {
        const std::string poller(name);
        std::printf("%-10s %10.0f %10.0f %14.0f %14.0f %14.0f\n", poller.c_str(), turn(poller),
                    wake(poller), one_among(poller, 10), one_among(poller, 1'000),
                    one_among(poller, 10'000));
    }
}
