#pragma once
// What every C++ program of the benchmark shares: how a row is named, timed, checked and printed.
// A program is called as `bench-<peer> <row> <count>` and prints one line of JSON.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <initializer_list>
#include <string_view>

#include <sys/resource.h>
#include <unistd.h>

namespace bench {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

/// How many chains of callbacks the row `call_soon` keeps in flight.
inline constexpr long chains = 1'000;
/// How many timers are armed already while the row `timer-cancel` arms and cancels others.
inline constexpr long armed_timers = 1'000'000;
/// How many timers the row `timer-cancel` arms and cancels before it returns to the loop.
inline constexpr long cancels_in_a_turn = 1'000;

/// How many items there is room for between the two tasks of the row `queue`.
inline constexpr long queue_room = 16;
/// How many tasks the row `gather` gathers at a time.
inline constexpr long gathered_tasks = 1'000;

/// Ends the program when its work did not do what the row says.
inline void check(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "bench: wrong result: %s\n", what);
    std::_Exit(1);
}

/// Processor time of this process, user and system: it stays still while the process sleeps, and
/// while another process has the processor.
inline double cpu_seconds() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

/// Memory of this process that is really there, in bytes.
inline double resident_bytes() {
    double size = 0;
    double resident = 0;
    std::ifstream("/proc/self/statm") >> size >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

/// The same numbers in every program: xorshift64*.
class Random {
public:
    std::uint64_t below(std::uint64_t bound) {
        state_ ^= state_ >> 12;
        state_ ^= state_ << 25;
        state_ ^= state_ >> 27;
        return static_cast<std::uint64_t>(
            (static_cast<__uint128_t>(state_ * 0x2545F4914F6CDD1DULL) * bound) >> 64);
    }

private:
    std::uint64_t state_ = 0x9E3779B97F4A7C15ULL;
};

/// Delays of the row `timer-cancel`: between one minute and one hour, so that none of them fires.
inline std::chrono::nanoseconds far_delay(Random& random) {
    return 1min + std::chrono::nanoseconds(random.below(59ULL * 60 * 1'000'000'000));
}

/// Deadlines of the row `timer-fire`: spread over one second, which begins when there has been time
/// to arm them.
class Deadlines {
public:
    Clock::time_point next() {
        return begin_ + std::chrono::nanoseconds(random_.below(1'000'000'000));
    }

private:
    Clock::time_point begin_ = Clock::now() + 500ms;
    Random random_;
};

/// What is left until a deadline, for libraries that take delays: nothing once it has passed, as it
/// may have on a busy machine before its timer is made.
inline std::chrono::nanoseconds time_left(Clock::time_point deadline, Clock::time_point now) {
    return std::max(deadline - now, std::chrono::nanoseconds{});
}

struct Result {
    double value;
    const char* unit;
    long out_of_order = 0;
    long early = 0;
};

/// Keeps count while timers fire: how many, how many after a later one, how many before their time.
class FireLog {
public:
    void fired(Clock::time_point deadline) {
        if (deadline < latest_) ++out_of_order_;
        latest_ = std::max(latest_, deadline);
        // The clock is looked at once in 256 timers, for looking costs as much as a tenth of the
        // work.
        if (fired_++ % 256 == 0 && Clock::now() < deadline) ++early_;
    }
    long count() const { return fired_; }

    /// The row's result; what was used before `begin` (of cpu_seconds) is left out.
    Result result(double begin, long expected) const {
        check(fired_ == expected, "every timer fires once");
        return {cpu_seconds() - begin, "CPU s", out_of_order_, early_};
    }

private:
    Clock::time_point latest_{};
    long fired_ = 0;
    long out_of_order_ = 0;
    long early_ = 0;
};

/// Runs `work(n)` with a tenth of the count to warm up, then with all of it; gives processor time
/// an operation.
template <class Work>
Result nanoseconds_each(long count, Work work) {
    work(std::max(count / 10, chains));
    const double begin = cpu_seconds();
    work(count);
    return {(cpu_seconds() - begin) * 1e9 / static_cast<double>(count), "ns"};
}

/// A row that this program can measure.
struct Row {
    std::string_view name;
    Result (*measure)(long count);
};

/// The body of each program's main().
inline int run(int argument_count, char** arguments, std::initializer_list<Row> rows) {
    const std::string_view name = argument_count == 3 ? arguments[1] : "";
    const long count = argument_count == 3 ? std::atol(arguments[2]) : 0;
    for (const Row& row : rows) {
        if (row.name != name || count <= 0) continue;
        const Result result = row.measure(count);
        std::printf(
            "{\"row\": \"%s\", \"value\": %.6g, \"unit\": \"%s\", \"out_of_order\": %ld, "
            "\"early\": %ld}\n",
            arguments[1], result.value, result.unit, result.out_of_order, result.early);
        std::fflush(stdout);
        std::_Exit(0);  // what is still asleep need not be taken down one by one
    }
    std::fprintf(stderr, "usage: %s row count\nrows:", arguments[0]);
    for (const Row& row : rows)
        std::fprintf(stderr, " %.*s", static_cast<int>(row.name.size()), row.name.data());
    std::fprintf(stderr, "\n");
    return 2;
}

}  // namespace bench
