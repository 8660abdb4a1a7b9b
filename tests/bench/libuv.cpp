// libuv 1.44: callbacks and timers. It has no call_soon; what a user needs is a plain queue,
// emptied by an idle handle. Its timers count whole milliseconds.

#include "bench.hpp"
#include "mail.hpp"

#include <vector>

#include <uv.h>

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
    uv_loop_t* loop = uv_default_loop();
    Queue queue;
    long to_schedule = 0;
    long alive = 0;
    long calls = 0;
};

void chain(void* state, long number) {
    auto& chains = *static_cast<Chains*>(state);
    ++chains.calls;
    if (chains.to_schedule == 0) {
        if (--chains.alive == 0) uv_stop(chains.loop);
        return;
    }
    --chains.to_schedule;
    chains.queue.waiting.push_back({chain, state, number});
}

Result call_soon(long count) {
    Chains state;
    uv_idle_t idle;
    uv_idle_init(state.loop, &idle);
    idle.data = &state;
    uv_idle_start(&idle,
                  [](uv_idle_t* handle) { static_cast<Chains*>(handle->data)->queue.run(); });
    return nanoseconds_each(count, [&state](long calls) {
        state.calls = 0;
        state.alive = chains;
        state.to_schedule = calls - chains;
        for (long number = 0; number < chains; ++number)
            state.queue.waiting.push_back({chain, &state, number});
        uv_run(state.loop, UV_RUN_DEFAULT);
        check(state.calls == calls, "every callback ran");
    });
}

struct Posts {
    uv_loop_t* loop = uv_default_loop();
    uv_async_t async;
    Mail mail;
    Calls calls{};
};

void post_called(void* state, long number) {
    auto& posts = *static_cast<Posts*>(state);
    if (posts.calls.called(number)) uv_stop(posts.loop);
}

Result call_soon_threadsafe(long count) {
    Posts posts;
    uv_async_init(posts.loop, &posts.async,
                  [](uv_async_t* handle) { static_cast<Posts*>(handle->data)->mail.run(); });
    posts.async.data = &posts;
    return nanoseconds_each(count, [&posts](long calls) {
        posts.calls = {calls};
        call_from_elsewhere(
            calls,
            [&posts](long number) {
                if (posts.mail.post({post_called, &posts, number})) uv_async_send(&posts.async);
            },
            [&posts] { uv_run(posts.loop, UV_RUN_DEFAULT); });
        check(posts.calls.made == calls, "every callback ran");
    });
}

std::uint64_t milliseconds(std::chrono::nanoseconds time) {
    return static_cast<std::uint64_t>(std::chrono::ceil<std::chrono::milliseconds>(time).count());
}

struct Cancels {
    uv_loop_t* loop = uv_default_loop();
    std::vector<uv_timer_t> timers = std::vector<uv_timer_t>(armed_timers);
    Random random;
    long next = 0;
    long left = 0;
    long fired = 0;
};

void arm(Cancels& state, uv_timer_t& timer) {
    uv_timer_start(
        &timer, [](uv_timer_t* handle) { ++static_cast<Cancels*>(handle->data)->fired; },
        milliseconds(far_delay(state.random)), 0);
}

Result timer_cancel(long count) {
    Cancels state;
    for (uv_timer_t& timer : state.timers) {
        uv_timer_init(state.loop, &timer);
        timer.data = &state;
        arm(state, timer);
    }
    uv_idle_t idle;
    uv_idle_init(state.loop, &idle);
    idle.data = &state;
    uv_idle_start(&idle, [](uv_idle_t* handle) {
        auto& cancels = *static_cast<Cancels*>(handle->data);
        for (long i = 0; i < cancels_in_a_turn; ++i) {
            uv_timer_t& oldest =
                cancels.timers[static_cast<std::size_t>(cancels.next++ % armed_timers)];
            uv_timer_stop(&oldest);
            arm(cancels, oldest);
        }
        if ((cancels.left -= cancels_in_a_turn) <= 0) uv_stop(cancels.loop);
    });
    return nanoseconds_each(count, [&state](long cancels) {
        state.left = cancels;
        uv_run(state.loop, UV_RUN_DEFAULT);
        check(state.left <= 0 && state.fired == 0, "all are cancelled, none fires");
    });
}

struct Deadline {
    uv_timer_t timer;
    Clock::time_point when;
};

Result timer_fire(long count) {
    Deadlines deadlines;
    const double begin = cpu_seconds();
    FireLog log;
    uv_loop_t* loop = uv_default_loop();
    std::vector<Deadline> timers(static_cast<std::size_t>(count));
    uv_update_time(loop);  // delays are counted from the time that libuv keeps
    const Clock::time_point now{std::chrono::milliseconds(uv_now(loop))};
    for (Deadline& deadline : timers) {
        deadline.when = deadlines.next();
        uv_timer_init(loop, &deadline.timer);
        deadline.timer.data = &log;
        uv_timer_start(
            &deadline.timer,
            [](uv_timer_t* handle) {
                static_cast<FireLog*>(handle->data)
                    ->fired(reinterpret_cast<Deadline*>(handle)->when);
            },
            milliseconds(time_left(deadline.when, now)), 0);
    }
    uv_run(loop, UV_RUN_DEFAULT);
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
