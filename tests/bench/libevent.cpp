// libevent 2.1: callbacks (event_active) and timers, with events that the program keeps and uses
// again.

#include "bench.hpp"
#include "mail.hpp"

#include <vector>

#include <event2/event.h>
#include <event2/event_struct.h>
#include <event2/thread.h>

using namespace bench;

namespace {

struct Chains {
    event_base* base = event_base_new();
    long to_schedule = 0;
    long alive = 0;
    long calls = 0;
};

struct Chain {
    event soon;
    Chains* state;
    long number;
};

void run_chain(evutil_socket_t, short, void* argument) {
    auto& chain = *static_cast<Chain*>(argument);
    Chains& chains = *chain.state;
    ++chains.calls;
    if (chains.to_schedule == 0) {
        if (--chains.alive == 0) event_base_loopbreak(chains.base);
        return;
    }
    --chains.to_schedule;
    event_active(&chain.soon, EV_TIMEOUT, 0);
}

Result call_soon(long count) {
    Chains state;
    return nanoseconds_each(count, [&state](long calls) {
        state.calls = 0;
        state.alive = chains;
        state.to_schedule = calls - chains;
        std::vector<Chain> all(chains);
        for (Chain& chain : all) {
            chain.state = &state;
            event_assign(&chain.soon, state.base, -1, 0, run_chain, &chain);
            event_active(&chain.soon, EV_TIMEOUT, 0);
        }
        event_base_loop(state.base, EVLOOP_NO_EXIT_ON_EMPTY);
        check(state.calls == calls, "every callback ran");
    });
}

struct Posts {
    event_base* base = nullptr;
    event arrived;
    Mail mail;
    Calls calls{};
};

void post_called(void* state, long number) {
    auto& posts = *static_cast<Posts*>(state);
    if (posts.calls.called(number)) event_base_loopbreak(posts.base);
}

Result call_soon_threadsafe(long count) {
    Posts posts;
    evthread_use_pthreads();
    posts.base = event_base_new();
    event_assign(
        &posts.arrived, posts.base, -1, EV_PERSIST,
        [](evutil_socket_t, short, void* state) { static_cast<Posts*>(state)->mail.run(); },
        &posts);
    return nanoseconds_each(count, [&posts](long calls) {
        posts.calls = {calls};
        call_from_elsewhere(
            calls,
            [&posts](long number) {
                if (posts.mail.post({post_called, &posts, number}))
                    event_active(&posts.arrived, EV_READ, 0);
            },
            [&posts] { event_base_loop(posts.base, EVLOOP_NO_EXIT_ON_EMPTY); });
        check(posts.calls.made == calls, "every callback ran");
    });
}

/// libevent takes whole microseconds.
timeval delay(std::chrono::nanoseconds time) {
    const auto microseconds = std::chrono::ceil<std::chrono::microseconds>(time).count();
    return {microseconds / 1'000'000, microseconds % 1'000'000};
}

struct Cancels {
    event_base* base = event_base_new();
    std::vector<event> timers = std::vector<event>(armed_timers);
    event turn;
    Random random;
    long next = 0;
    long left = 0;
    long fired = 0;

    void arm(event& timer) {
        const timeval time = delay(far_delay(random));
        event_add(&timer, &time);
    }
};

Result timer_cancel(long count) {
    Cancels state;
    for (event& timer : state.timers) {
        evtimer_assign(
            &timer, state.base,
            [](evutil_socket_t, short, void* cancels) { ++static_cast<Cancels*>(cancels)->fired; },
            &state);
        state.arm(timer);
    }
    const auto turn = [](evutil_socket_t, short, void* argument) {
        auto& cancels = *static_cast<Cancels*>(argument);
        for (long i = 0; i < cancels_in_a_turn; ++i) {
            event& oldest = cancels.timers[static_cast<std::size_t>(cancels.next++ % armed_timers)];
            event_del(&oldest);
            cancels.arm(oldest);
        }
        if ((cancels.left -= cancels_in_a_turn) > 0) {
            event_active(&cancels.turn, EV_TIMEOUT, 0);
        } else {
            event_base_loopbreak(cancels.base);
        }
    };
    event_assign(&state.turn, state.base, -1, 0, turn, &state);
    return nanoseconds_each(count, [&state](long cancels) {
        state.left = cancels;
        event_active(&state.turn, EV_TIMEOUT, 0);
        event_base_dispatch(state.base);
        check(state.left <= 0 && state.fired == 0, "all are cancelled, none fires");
    });
}

struct Deadline {
    event timer;
    Clock::time_point when;
    FireLog* log;
};

Result timer_fire(long count) {
    Deadlines deadlines;
    const double begin = cpu_seconds();
    FireLog log;
    event_base* base = event_base_new();
    std::vector<Deadline> timers(static_cast<std::size_t>(count));
    for (Deadline& deadline : timers) {
        deadline.when = deadlines.next();
        deadline.log = &log;
        const auto fired = [](evutil_socket_t, short, void* argument) {
            const auto& due = *static_cast<Deadline*>(argument);
            due.log->fired(due.when);
        };
        evtimer_assign(&deadline.timer, base, fired, &deadline);
        const timeval time = delay(time_left(deadline.when, Clock::now()));
        event_add(&deadline.timer, &time);
    }
    event_base_dispatch(base);
    return log.result(begin, count);
}

}  // namespace

int main(int argument_count, char** arguments) {
    return run(argument_count, arguments,
               {{"call_soon", call_soon},
                {"call_soon_threadsafe", call_soon_threadsafe},
                {"timer-cancel", timer_cancel},
                {"timer-fire", timer_fire}});
}
