// This loop, as its users write it: callbacks, timers and coroutines.

#include "bench.hpp"
#include "mail.hpp"

#include <rondo/rondo.hpp>

#include <utility>
#include <vector>

#include <unistd.h>

using namespace bench;

namespace {

/// A callback that goes round: it schedules itself again until all are used up.
struct Chain {
    struct State {
        rondo::EventLoop& loop;
        long to_schedule;
        long alive = chains;
        long calls = 0;
    };

    void operator()() const {
        ++state->calls;
        if (state->to_schedule == 0) {
            if (--state->alive == 0) state->loop.stop();
            return;
        }
        --state->to_schedule;
        state->loop.call_soon(*this);
    }

    State* state;
    long number;
};

Result call_soon(long count) {
    rondo::EventLoop loop;
    return nanoseconds_each(count, [&loop](long calls) {
        Chain::State state{loop, calls - chains};
        for (long number = 0; number < chains; ++number) loop.call_soon(Chain{&state, number});
        loop.run_forever();
        check(state.calls == calls, "every callback ran");
    });
}

Result call_soon_threadsafe(long count) {
    rondo::EventLoop loop;
    return nanoseconds_each(count, [&loop](long number_of_calls) {
        Calls calls{number_of_calls};
        call_from_elsewhere(
            number_of_calls,
            [&loop, &calls](long number) {
                loop.call_soon_threadsafe([&calls, number] {
                    if (calls.called(number)) rondo::get_running_loop().stop();
                });
            },
            [&loop] { loop.run_forever(); });
        check(calls.made == number_of_calls, "every callback ran");
    });
}

rondo::Coro<void> yield_repeatedly(long times, long& yields) {
    for (long i = 0; i < times; ++i) {
        co_await rondo::sleep(0s);
        ++yields;
    }
}

rondo::Coro<void> switch_between_two(long switches, long& yields) {
    auto first = rondo::create_task(yield_repeatedly(switches / 2, yields));
    auto second = rondo::create_task(yield_repeatedly(switches / 2, yields));
    co_await first;
    co_await second;
}

Result switch_on(rondo::EventLoop& loop, long count) {
    return nanoseconds_each(count, [&loop](long switches) {
        long yields = 0;
        loop.run_until_complete(switch_between_two(switches, yields));
        check(yields == switches / 2 * 2, "every yield came back");
    });
}

Result switching(long count) {
    rondo::EventLoop loop;
    return switch_on(loop, count);
}

Result switching_with_descriptor(long count) {
    rondo::EventLoop loop;
    int ends[2];
    check(pipe(ends) == 0, "a pipe");
    loop.add_reader(ends[0], [] {});
    return switch_on(loop, count);
}

Result switching_with_timer(long count) {
    rondo::EventLoop loop;
    const auto far = loop.call_later(1h, [] {});
    return switch_on(loop, count);
}

rondo::Coro<void> yield_once(long& ran) {
    co_await rondo::sleep(0s);
    ++ran;
}

rondo::Coro<void> spawn_one_by_one(long count, long& ran) {
    for (long i = 0; i < count; ++i) co_await rondo::create_task(yield_once(ran));
}

Result spawn(long count) {
    rondo::EventLoop loop;
    return nanoseconds_each(count, [&loop](long tasks) {
        long ran = 0;
        loop.run_until_complete(spawn_one_by_one(tasks, ran));
        check(ran == tasks, "every task ran");
    });
}

rondo::Coro<void> spawn_together(long count, long& ran) {
    std::vector<rondo::Task<void>> tasks;
    tasks.reserve(static_cast<std::size_t>(count));
    for (long i = 0; i < count; ++i) tasks.push_back(rondo::create_task(yield_once(ran)));
    for (auto& task : tasks) co_await task;
}

/// Without a warm-up, so that memory is fetched from the system as in a program that does this
/// once.
Result spawn_million(long count) {
    rondo::EventLoop loop;
    const double begin = cpu_seconds();
    long ran = 0;
    loop.run_until_complete(spawn_together(count, ran));
    check(ran == count, "every task ran");
    return {(cpu_seconds() - begin) * 1e9 / static_cast<double>(count), "ns"};
}

rondo::Coro<long> child_of(long number) { co_return number; }

rondo::Coro<void> await_children(long count, long& sum) {
    for (long i = 0; i < count; ++i) sum += co_await child_of(i);
}

Result child(long count) {
    rondo::EventLoop loop;
    return nanoseconds_each(count, [&loop](long children) {
        long sum = 0;
        loop.run_until_complete(await_children(children, sum));
        check(sum == children * (children - 1) / 2, "every child gave its number");
    });
}

rondo::Coro<void> put_numbers(rondo::Queue<long> queue, long count) {
    for (long i = 0; i < count; ++i) co_await queue.put(i);
}

rondo::Coro<void> hand_over(long count, long& sum) {
    const rondo::Queue<long> queue(queue_room);
    auto producer = rondo::create_task(put_numbers(queue, count));
    for (long i = 0; i < count; ++i) sum += co_await queue.get();
    co_await producer;
}

Result queue(long count) {
    rondo::EventLoop loop;
    return nanoseconds_each(count, [&loop](long items) {
        long sum = 0;
        loop.run_until_complete(hand_over(items, sum));
        check(sum == items * (items - 1) / 2, "every item arrived");
    });
}

rondo::Coro<void> gather_repeatedly(long times, long& ran) {
    for (long i = 0; i < times; ++i) {
        std::vector<rondo::Coro<void>> coroutines;
        for (long task = 0; task < gathered_tasks; ++task) coroutines.push_back(yield_once(ran));
        co_await rondo::gather(std::move(coroutines));
    }
}

Result gather(long count) {
    rondo::EventLoop loop;
    return nanoseconds_each(count, [&loop](long tasks) {
        long ran = 0;
        loop.run_until_complete(gather_repeatedly(tasks / gathered_tasks, ran));
        check(ran == tasks / gathered_tasks * gathered_tasks, "every task ran");
    });
}

/// Cancels the oldest timer and arms another, a thousand times a turn, until all are used up.
struct Cancels {
    rondo::TimerHandle arm() {
        return loop.call_later(far_delay(random), [this] { ++fired; });
    }

    void run() {
        for (long i = 0; i < cancels_in_a_turn; ++i) {
            rondo::TimerHandle& oldest = timers[static_cast<std::size_t>(next++ % armed_timers)];
            oldest.cancel();
            oldest = arm();
        }
        if ((left -= cancels_in_a_turn) > 0) {
            loop.call_soon([this] { run(); });
        } else {
            loop.stop();
        }
    }

    rondo::EventLoop loop;
    std::vector<rondo::TimerHandle> timers;
    Random random;
    long next = 0;
    long left = 0;
    long fired = 0;
};

Result timer_cancel(long count) {
    Cancels state;
    state.timers.reserve(armed_timers);
    for (long i = 0; i < armed_timers; ++i) state.timers.push_back(state.arm());
    return nanoseconds_each(count, [&state](long cancels) {
        state.left = cancels;
        state.loop.call_soon([&state] { state.run(); });
        state.loop.run_forever();
        check(state.left <= 0 && state.fired == 0, "all are cancelled, none fires");
    });
}

Result timer_fire(long count) {
    rondo::EventLoop loop;
    Deadlines deadlines;
    const double begin = cpu_seconds();
    FireLog log;
    for (long i = 0; i < count; ++i) {
        const Clock::time_point deadline = deadlines.next();
        loop.call_at(deadline, [&log, deadline] { log.fired(deadline); });
    }
    loop.call_later(1600ms, [&loop] { loop.stop(); });
    loop.run_forever();
    return log.result(begin, count);
}

rondo::Coro<void> sleeper(std::chrono::nanoseconds time, long& left) {
    co_await rondo::sleep(time);
    if (--left == 0) rondo::get_running_loop().stop();
}

rondo::Coro<void> make_sleepers(long count, std::chrono::nanoseconds time, long& left) {
    for (long i = 0; i < count; ++i) rondo::create_task(sleeper(time, left));
    co_await rondo::sleep(0s);
}

Result sleepers_bytes(long count) {
    long left = count;
    const double before = resident_bytes();
    auto& loop = *new rondo::EventLoop;  // with a million asleep in it, it is not destroyed
    loop.run_until_complete(make_sleepers(count, 1h, left));
    return {(resident_bytes() - before) / static_cast<double>(count), "bytes"};
}

Result sleepers(long count) {
    rondo::EventLoop loop;
    long left = count;
    const double begin = cpu_seconds();
    loop.run_until_complete(make_sleepers(count, 1s, left));
    loop.run_forever();
    check(left == 0, "every sleeper woke");
    return {cpu_seconds() - begin, "CPU s"};
}

/// What a task takes beside the frame of its coroutine.
Result task_bytes(long) { return {sizeof(rondo::TaskCore), "bytes"}; }

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
                {"child", child},
                {"queue", queue},
                {"gather", gather},
                {"timer-cancel", timer_cancel},
                {"timer-fire", timer_fire},
                {"sleepers-bytes", sleepers_bytes},
                {"sleepers", sleepers},
                {"task-bytes", task_bytes}});
}
