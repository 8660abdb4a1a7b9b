// libev 4.33: callbacks and timers. Its own queue (ev_feed_event) runs last in, first out, so what
// a user needs for call_soon is a plain queue, emptied by an idle watcher.

#include "bench.hpp"
#include "mail.hpp"

#include <vector>

#include <ev.h>

using namespace bench;

namespace {

/// A callback and its 16 bytes of data, as C passes them.
struct Callback {
    void (*call)(void* state, long number);
    void* state;
    long number;
};

/// A plain queue: what a callback appends waits for the next turn.
struct Queue {
    void run() {
        running.swap(waiting);
        for (const Callback& callback : running) callback.call(callback.state, callback.number);
        running.clear();
    }
    std::vector<Callback> waiting;
    std::vector<Callback> running;
};

struct Chains {
    struct ev_loop* loop = ev_loop_new(EVBACKEND_EPOLL);
    Queue queue;
    long to_schedule = 0;
    long alive = 0;
    long calls = 0;
};

void chain(void* state, long number) {
    auto& chains = *static_cast<Chains*>(state);
    ++chains.calls;
    if (chains.to_schedule == 0) {
        if (--chains.alive == 0) ev_break(chains.loop, EVBREAK_ONE);
        return;
    }
    --chains.to_schedule;
    chains.queue.waiting.push_back({chain, state, number});
}

Result call_soon(long count) {
    Chains state;
    ev_idle idle;
    ev_idle_init(&idle, [](struct ev_loop*, ev_idle* watcher, int) {
        static_cast<Chains*>(watcher->data)->queue.run();
    });
    idle.data = &state;
    ev_idle_start(state.loop, &idle);
    return nanoseconds_each(count, [&state](long calls) {
        state.calls = 0;
        state.alive = chains;
        state.to_schedule = calls - chains;
        for (long number = 0; number < chains; ++number)
            state.queue.waiting.push_back({chain, &state, number});
        ev_run(state.loop, 0);
        check(state.calls == calls, "every callback ran");
    });
}

struct Posts {
    struct ev_loop* loop = ev_loop_new(EVBACKEND_EPOLL);
    ev_async async;
    Mail mail;
    Calls calls{};
};

void post_called(void* state, long number) {
    auto& posts = *static_cast<Posts*>(state);
    if (posts.calls.called(number)) ev_break(posts.loop, EVBREAK_ONE);
}

Result call_soon_threadsafe(long count) {
    Posts posts;
    ev_async_init(&posts.async, [](struct ev_loop*, ev_async* watcher, int) {
        static_cast<Posts*>(watcher->data)->mail.run();
    });
    posts.async.data = &posts;
    ev_async_start(posts.loop, &posts.async);
    return nanoseconds_each(count, [&posts](long calls) {
        posts.calls = {calls};
        call_from_elsewhere(
            calls,
            [&posts](long number) {
                if (posts.mail.post({post_called, &posts, number}))
                    ev_async_send(posts.loop, &posts.async);
            },
            [&posts] { ev_run(posts.loop, 0); });
        check(posts.calls.made == calls, "every callback ran");
    });
}

double seconds(std::chrono::nanoseconds time) {
    return std::chrono::duration<double>(time).count();
}

struct Cancels {
    struct ev_loop* loop = ev_loop_new(EVBACKEND_EPOLL);
    std::vector<ev_timer> timers = std::vector<ev_timer>(armed_timers);
    Random random;
    long next = 0;
    long left = 0;
    long fired = 0;
};

void arm(Cancels& state, ev_timer& timer) {
    ev_timer_init(
        &timer,
        [](struct ev_loop*, ev_timer* fired, int) { ++static_cast<Cancels*>(fired->data)->fired; },
        seconds(far_delay(state.random)), 0);
    timer.data = &state;
    ev_timer_start(state.loop, &timer);
}

Result timer_cancel(long count) {
    Cancels state;
    for (ev_timer& timer : state.timers) arm(state, timer);
    ev_idle idle;
    ev_idle_init(&idle, [](struct ev_loop* loop, ev_idle* watcher, int) {
        auto& cancels = *static_cast<Cancels*>(watcher->data);
        for (long i = 0; i < cancels_in_a_turn; ++i) {
            ev_timer& oldest =
                cancels.timers[static_cast<std::size_t>(cancels.next++ % armed_timers)];
            ev_timer_stop(loop, &oldest);
            arm(cancels, oldest);
        }
        if ((cancels.left -= cancels_in_a_turn) <= 0) ev_break(loop, EVBREAK_ONE);
    });
    idle.data = &state;
    ev_idle_start(state.loop, &idle);
    return nanoseconds_each(count, [&state](long cancels) {
        state.left = cancels;
        ev_run(state.loop, 0);
        check(state.left <= 0 && state.fired == 0, "all are cancelled, none fires");
    });
}

struct Deadline {
    ev_timer timer;
    Clock::time_point when;
};

struct Fires {
    struct ev_loop* loop = ev_loop_new(EVBACKEND_EPOLL);
    FireLog log;
    long expected;
};

Result timer_fire(long count) {
    Deadlines deadlines;
    const double begin = cpu_seconds();
    Fires state;
    state.expected = count;
    ev_now_update(state.loop);  // delays are counted from the time that libev keeps
    const Clock::time_point now = Clock::now();
    std::vector<Deadline> timers(static_cast<std::size_t>(count));
    for (Deadline& deadline : timers) {
        deadline.when = deadlines.next();
        ev_timer_init(
            &deadline.timer,
            [](struct ev_loop* loop, ev_timer* timer, int) {
                auto& fires = *static_cast<Fires*>(timer->data);
                fires.log.fired(reinterpret_cast<Deadline*>(timer)->when);
                if (fires.log.count() == fires.expected) ev_break(loop, EVBREAK_ONE);
            },
            seconds(time_left(deadline.when, now)), 0);
        deadline.timer.data = &state;
        ev_timer_start(state.loop, &deadline.timer);
    }
    ev_run(state.loop, 0);
    return state.log.result(begin, count);
}

}  // namespace

int main(int argument_count, char** arguments) {
    return run(argument_count, arguments,
               {{"call_soon", call_soon},
                {"call_soon_threadsafe", call_soon_threadsafe},
                {"timer-cancel", timer_cancel},
                {"timer-fire", timer_fire}});
}
