// Asio 1.22, header-only and without Boost: callbacks (post), timers (steady_timer) and coroutines
// (awaitable). The io_context is told that one thread runs it.

// Asio 1.22 finds these out by itself with g++, but not with clang.
#define ASIO_HAS_CO_AWAIT 1
#define ASIO_HAS_STD_COROUTINE 1

#include "bench.hpp"
#include "mail.hpp"

#include <asio.hpp>
#include <asio/experimental/channel.hpp>
#include <memory>
#include <vector>

#include <unistd.h>

using namespace bench;

namespace {

using asio::detached;

#ifdef SPELL_OUT_EXECUTOR
// The program bench-asio-typed: the executor's type is named, so nothing about it is asked at run
// time.
template <class Value>
using awaitable = asio::awaitable<Value, asio::io_context::executor_type>;
constexpr asio::use_awaitable_t<asio::io_context::executor_type> use_awaitable;
using Channel =
    asio::experimental::channel<asio::io_context::executor_type, void(std::error_code, long)>;
#else
using asio::awaitable;
using asio::use_awaitable;
using Channel = asio::experimental::channel<void(std::error_code, long)>;
#endif

/// A callback that goes round: it schedules itself again until all are used up.
struct Chain {
    struct State {
        asio::io_context& loop;
        long to_schedule;
        long calls = 0;
    };

    void operator()() const {
        ++state->calls;
        if (state->to_schedule == 0) return;
        --state->to_schedule;
        asio::post(state->loop, *this);
    }

    State* state;
    long number;
};

Result call_soon(long count) {
    asio::io_context loop(1);
    return nanoseconds_each(count, [&loop](long calls) {
        Chain::State state{loop, calls - chains};
        for (long number = 0; number < chains; ++number) asio::post(loop, Chain{&state, number});
        loop.restart();
        loop.run();
        check(state.calls == calls, "every callback ran");
    });
}

Result call_soon_threadsafe(long count) {
    asio::io_context loop(1);
    return nanoseconds_each(count, [&loop](long number_of_calls) {
        struct State {
            asio::io_context& loop;
            Calls calls;
        } state{loop, {number_of_calls}};
        const auto work = asio::make_work_guard(loop);
        loop.restart();
        call_from_elsewhere(
            number_of_calls,
            [&state](long number) {
                asio::post(state.loop, [state = &state, number] {
                    if (state->calls.called(number)) state->loop.stop();
                });
            },
            [&loop] { loop.run(); });
        check(state.calls.made == number_of_calls, "every callback ran");
    });
}

awaitable<void> yield_repeatedly(long times, long& yields, long& running, asio::io_context& loop) {
    for (long i = 0; i < times; ++i) {
        co_await asio::post(use_awaitable);
        ++yields;
    }
    if (--running == 0) loop.stop();
}

Result switch_on(asio::io_context& loop, long count) {
    return nanoseconds_each(count, [&loop](long switches) {
        long yields = 0;
        long running = 2;
        for (int i = 0; i < 2; ++i) {
            asio::co_spawn(loop, yield_repeatedly(switches / 2, yields, running, loop), detached);
        }
        loop.restart();
        loop.run();
        check(yields == switches / 2 * 2, "every yield came back");
    });
}

Result switching(long count) {
    asio::io_context loop(1);
    return switch_on(loop, count);
}

Result switching_with_descriptor(long count) {
    asio::io_context loop(1);
    int ends[2];
    check(pipe(ends) == 0, "a pipe");
    asio::posix::stream_descriptor idle(loop, ends[0]);
    idle.async_wait(asio::posix::stream_descriptor::wait_read, [](std::error_code) {});
    return switch_on(loop, count);
}

Result switching_with_timer(long count) {
    asio::io_context loop(1);
    asio::steady_timer far(loop, 1h);
    far.async_wait([](std::error_code) {});
    return switch_on(loop, count);
}

awaitable<void> yield_once(long& ran) {
    co_await asio::post(use_awaitable);
    ++ran;
}

awaitable<void> spawn_one_by_one(long count, long& ran) {
    const auto executor = co_await asio::this_coro::executor;
    for (long i = 0; i < count; ++i)
        co_await asio::co_spawn(executor, yield_once(ran), use_awaitable);
}

Result spawn(long count) {
    asio::io_context loop(1);
    return nanoseconds_each(count, [&loop](long tasks) {
        long ran = 0;
        asio::co_spawn(loop, spawn_one_by_one(tasks, ran), detached);
        loop.restart();
        loop.run();
        check(ran == tasks, "every task ran");
    });
}

Result spawn_million(long count) {
    asio::io_context loop(1);
    const double begin = cpu_seconds();
    long ran = 0;
    long joined = 0;
    for (long i = 0; i < count; ++i) {
        asio::co_spawn(loop, yield_once(ran), [&joined](std::exception_ptr) { ++joined; });
    }
    loop.run();
    check(ran == count && joined == count, "every task ran");
    return {(cpu_seconds() - begin) * 1e9 / static_cast<double>(count), "ns"};
}

awaitable<long> child_of(long number) { co_return number; }

awaitable<void> await_children(long count, long& sum) {
    for (long i = 0; i < count; ++i) sum += co_await child_of(i);
}

Result child(long count) {
    asio::io_context loop(1);
    return nanoseconds_each(count, [&loop](long children) {
        long sum = 0;
        asio::co_spawn(loop, await_children(children, sum), detached);
        loop.restart();
        loop.run();
        check(sum == children * (children - 1) / 2, "every child gave its number");
    });
}

awaitable<void> send_numbers(Channel& channel, long count) {
    for (long i = 0; i < count; ++i) co_await channel.async_send({}, i, use_awaitable);
}

awaitable<void> receive_numbers(Channel& channel, long count, long& sum) {
    for (long i = 0; i < count; ++i) sum += co_await channel.async_receive(use_awaitable);
}

Result queue(long count) {
    asio::io_context loop(1);
    return nanoseconds_each(count, [&loop](long items) {
        Channel channel(loop.get_executor(), queue_room);
        long sum = 0;
        asio::co_spawn(loop, send_numbers(channel, items), detached);
        asio::co_spawn(loop, receive_numbers(channel, items, sum), detached);
        loop.restart();
        loop.run();
        check(sum == items * (items - 1) / 2, "every item arrived");
    });
}

struct Cancels {
    void arm(asio::steady_timer& timer) {
        timer.expires_after(far_delay(random));
        timer.async_wait([this](std::error_code error) { error ? ++cancelled : ++fired; });
    }

    void run() {
        for (long i = 0; i < cancels_in_a_turn; ++i)
            arm(timers[static_cast<std::size_t>(next++ % armed_timers)]);
        if ((left -= cancels_in_a_turn) > 0) {
            asio::post(loop, [this] { run(); });
        } else {
            loop.stop();
        }
    }

    asio::io_context loop{1};
    std::vector<asio::steady_timer> timers;
    Random random;
    long next = 0;
    long left = 0;
    long cancelled = 0;
    long fired = 0;
};

/// To give a timer another time cancels its wait: expires_after is both of the row's steps.
Result timer_cancel(long count) {
    Cancels state;
    state.timers.reserve(armed_timers);
    for (long i = 0; i < armed_timers; ++i) state.arm(state.timers.emplace_back(state.loop));
    return nanoseconds_each(count, [&state](long cancels) {
        state.left = cancels;
        asio::post(state.loop, [&state] { state.run(); });
        state.loop.restart();
        state.loop.run();
        check(state.left <= 0 && state.fired == 0 && state.cancelled > 0,
              "all are cancelled, none fires");
    });
}

Result timer_fire(long count) {
    asio::io_context loop(1);
    Deadlines deadlines;
    const double begin = cpu_seconds();
    FireLog log;
    std::vector<asio::steady_timer> timers;
    timers.reserve(static_cast<std::size_t>(count));
    for (long i = 0; i < count; ++i) {
        const Clock::time_point deadline = deadlines.next();
        timers.emplace_back(loop, deadline).async_wait([&log, deadline](std::error_code) {
            log.fired(deadline);
        });
    }
    loop.run();
    return log.result(begin, count);
}

awaitable<void> sleeper(std::chrono::nanoseconds time, long& left) {
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    co_await timer.async_wait(use_awaitable);
    --left;
}

Result sleepers_bytes(long count) {
    long left = count;
    const double before = resident_bytes();
    auto* loop = new asio::io_context(1);  // with a million asleep in it, it is not destroyed
    for (long i = 0; i < count; ++i) asio::co_spawn(*loop, sleeper(1h, left), detached);
    asio::post(*loop, [loop] { loop->stop(); });
    loop->run();
    return {(resident_bytes() - before) / static_cast<double>(count), "bytes"};
}

Result sleepers(long count) {
    asio::io_context loop(1);
    long left = count;
    const double begin = cpu_seconds();
    for (long i = 0; i < count; ++i) asio::co_spawn(loop, sleeper(1s, left), detached);
    loop.run();
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
                {"child", child},
                {"queue", queue},
                {"timer-cancel", timer_cancel},
                {"timer-fire", timer_fire},
                {"sleepers-bytes", sleepers_bytes},
                {"sleepers", sleepers}});
}
