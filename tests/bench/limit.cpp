// The limit: the least that each row can cost when its rules are kept. See limit/ for the loop
// itself.

#include "bench.hpp"
#include "limit/callback.hpp"
#include "limit/mailbox.hpp"
#include "limit/task.hpp"

#include <vector>

#include <unistd.h>

using namespace bench;
using namespace limit;

namespace {

/// A callback that goes round: it schedules itself again until all are used up.
struct Chain {
    void operator()() const {
        ++state->calls;
        if (state->to_schedule == 0) {
            if (--state->alive == 0) state->loop.stop();
            return;
        }
        --state->to_schedule;
        state->loop.call_soon(*this);
    }

    struct State {
        CallbackLoop& loop;
        long to_schedule;
        long alive = chains;
        long calls = 0;
    };
    State* state;
    long number;
};

Result call_soon(long count) {
    CallbackLoop loop;
    return nanoseconds_each(count, [&loop](long calls) {
        Chain::State state{loop, calls - chains};
        for (long number = 0; number < chains; ++number) loop.call_soon(Chain{&state, number});
        loop.run();
        check(state.calls == calls, "every callback ran");
    });
}

struct Posts {
    Mailbox mailbox;
    Calls calls{};
};

Result call_soon_threadsafe(long count) {
    Posts posts;
    return nanoseconds_each(count, [&posts](long calls) {
        posts.calls = {calls};
        const auto called = [](void* state, long number) {
            auto& its_posts = *static_cast<Posts*>(state);
            if (its_posts.calls.called(number)) its_posts.mailbox.stop();
        };
        call_from_elsewhere(
            calls,
            [&posts, called](long number) {
                posts.mailbox.post({called, &posts, number});
            },
            [&posts] { posts.mailbox.run(); });
        check(posts.calls.made == calls, "every callback ran");
    });
}

Task yield_repeatedly(long times, long& yields) {
    for (long i = 0; i < times; ++i) {
        co_await Yield{};
        ++yields;
    }
}

Task join_two(Task first, Task second) {
    co_await first;
    co_await second;
    limit::loop.stop();
}

Result switching(long count) {
    return nanoseconds_each(count, [](long switches) {
        long yields = 0;
        join_two(yield_repeatedly(switches / 2, yields), yield_repeatedly(switches / 2, yields));
        limit::loop.run();
        check(yields == switches / 2 * 2, "every yield came back");
    });
}

Result switching_with_descriptor(long count) {
    int ends[2];
    check(pipe(ends) == 0, "a pipe");
    limit::loop.watch(ends[0]);
    return switching(count);
}

Task sleep_for(std::chrono::nanoseconds time) { co_await Sleep(time.count()); }

Result switching_with_timer(long count) {
    sleep_for(1h);
    return switching(count);
}

Task yield_once(long& ran) {
    co_await Yield{};
    ++ran;
}

Task spawn_one_by_one(long count, long& ran) {
    for (long i = 0; i < count; ++i) co_await yield_once(ran);
    limit::loop.stop();
}

Result spawn(long count) {
    return nanoseconds_each(count, [](long tasks) {
        long ran = 0;
        spawn_one_by_one(tasks, ran);
        limit::loop.run();
        check(ran == tasks, "every task ran");
    });
}

Task spawn_together(long count, long& ran) {
    std::vector<Task> tasks;
    tasks.reserve(static_cast<std::size_t>(count));
    for (long i = 0; i < count; ++i) tasks.push_back(yield_once(ran));
    for (Task& task : tasks) co_await task;
    limit::loop.stop();
}

/// Without a warm-up, so that memory is fetched from the system as in a program that does this
/// once.
Result spawn_million(long count) {
    const double begin = cpu_seconds();
    long ran = 0;
    spawn_together(count, ran);
    limit::loop.run();
    check(ran == count, "every task ran");
    return {(cpu_seconds() - begin) * 1e9 / static_cast<double>(count), "ns"};
}

template <class Memory>
[[gnu::noinline]] Child<Memory> child_of(long number) {
    co_return number;
}

template <class Memory>
Task await_children(long count, long& sum) {
    for (long i = 0; i < count; ++i) sum += co_await child_of<Memory>(i);
    limit::loop.stop();
}

template <class Memory>
Result child(long count) {
    return nanoseconds_each(count, [](long children) {
        long sum = 0;
        await_children<Memory>(children, sum);
        limit::loop.run();
        check(sum == children * (children - 1) / 2, "every child gave its number");
    });
}

/// Cancels the oldest timer and arms another, a thousand times a turn, until all are used up.
struct Cancels {
    void arm(TimerCallback*& timer) {
        timer = &loop.call_at(now() + far_delay(random).count(), [this] { ++fired; });
    }

    void run() {
        for (long i = 0; i < cancels_in_a_turn; ++i) {
            TimerCallback*& oldest = timers[static_cast<std::size_t>(next++ % armed_timers)];
            loop.cancel(*oldest);
            arm(oldest);
        }
        if ((left -= cancels_in_a_turn) > 0) {
            loop.call_soon([this] { run(); });
        } else {
            loop.stop();
        }
    }

    CallbackLoop loop;
    std::vector<TimerCallback*> timers = std::vector<TimerCallback*>(armed_timers);
    Random random;
    long next = 0;
    long left = 0;
    long fired = 0;
};

Result timer_cancel(long count) {
    Cancels state;
    for (TimerCallback*& timer : state.timers) state.arm(timer);
    return nanoseconds_each(count, [&state](long cancels) {
        state.left = cancels;
        state.loop.call_soon([&state] { state.run(); });
        state.loop.run();
        check(state.left <= 0 && state.fired == 0, "all are cancelled, none fires");
    });
}

Result timer_fire(long count) {
    CallbackLoop loop;
    FireLog log;
    Deadlines deadlines;
    const double begin = cpu_seconds();
    for (long i = 0; i < count; ++i) {
        const Clock::time_point deadline = deadlines.next();
        loop.call_at(deadline.time_since_epoch().count(),
                     [&log, deadline] { log.fired(deadline); });
    }
    loop.call_at(now() + 1'600'000'000, [&loop] { loop.stop(); });
    loop.run();
    return log.result(begin, count);
}

Task sleeper(std::chrono::nanoseconds time, long& left) {
    co_await Sleep(time.count());
    if (--left == 0) limit::loop.stop();
}

Task stop_loop() {
    limit::loop.stop();
    co_return;
}

Result sleepers_bytes(long count) {
    long left = count;
    const double before = resident_bytes();
    for (long i = 0; i < count; ++i) sleeper(1h, left);
    stop_loop();
    limit::loop.run();
    return {(resident_bytes() - before) / static_cast<double>(count), "bytes"};
}

Result sleepers(long count) {
    long left = count;
    const double begin = cpu_seconds();
    for (long i = 0; i < count; ++i) sleeper(1s, left);
    limit::loop.run();
    check(left == 0, "every sleeper woke");
    return {cpu_seconds() - begin, "CPU s"};
}

}  // namespace

int main(int argument_count, char** arguments) {
    return run(argument_count, arguments,
               {{"call_soon", call_soon},
                {"call_soon_threadsafe", call_soon_threadsafe},
                {"switch", switching},
                {"switch-fd", switching_with_descriptor},
                {"switch-timer", switching_with_timer},
                {"spawn", spawn},
                {"spawn-million", spawn_million},
                {"child", child<OrdinaryFrame>},
                {"child-pooled", child<PooledFrame>},
                {"timer-cancel", timer_cancel},
                {"timer-fire", timer_fire},
                {"sleepers-bytes", sleepers_bytes},
                {"sleepers", sleepers}});
}
