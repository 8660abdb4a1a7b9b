#include "tests/conformance/conformance.hpp"
#include "tests/support/thread_event.hpp"

#include <string>
#include <thread>
#include <vector>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::print;
using conformance::type_name;
using conformance::ValueError;
using support::ThreadEvent;

namespace coroutine_cancel {

struct Events {
    ThreadEvent begun;
    ThreadEvent cleaned;
};

Coro<> sleeper(std::string name, Events& events) {
    struct Finally {
        ~Finally() { events.cleaned.set(); }
        Events& events;
    };
    print(name, "begins");
    events.begun.set();
    const Finally finally{events};
    try {
        co_await sleep(10s);
    } catch (const CancelledError&) {
        print(name, "is cancelled");
        throw;
    }
}

Coro<std::string> stubborn(Events& events) {
    events.begun.set();
    try {
        co_await sleep(10s);
    } catch (const CancelledError&) {
        print("stubborn goes on");
    }
    events.cleaned.set();
    co_return "unheard";
}

template <class T>
void outcome(const ThreadsafeFuture<T>& f) {
    const bool done = f.done();
    const bool cancelled = f.cancelled();
    print("done:", done, "cancelled:", cancelled, "again:", f.cancel());
    try {
        (void)f.result();
    } catch (const CancelledError&) {
        print("CancelledError");
    }
}

void worker(EventLoop& loop) {
    Events events;
    const auto running = run_coroutine_threadsafe(sleeper("running", events), loop);
    events.begun.wait();
    const bool cancelled = running.cancel();
    events.cleaned.wait();
    print("cancel:", cancelled);
    outcome(running);
    events.begun.clear();
    events.cleaned.clear();

    ThreadEvent hold;
    loop.call_soon_threadsafe([&hold] { hold.wait(); });
    const auto early = run_coroutine_threadsafe(sleeper("early", events), loop);
    print("cancel:", early.cancel());
    hold.set();
    events.cleaned.wait();
    outcome(early);
    events.begun.clear();
    events.cleaned.clear();

    const auto refusing = run_coroutine_threadsafe(stubborn(events), loop);
    events.begun.wait();
    refusing.cancel();
    events.cleaned.wait();
    outcome(refusing);
}

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    co_await to_thread(worker, std::ref(loop));
    print("end");
}

CONFORMS_IN_REAL_TIME(threads_coroutine_cancel) { run(async_main(), options); }

}  // namespace coroutine_cancel

namespace coroutine_results {

Coro<int> after(Duration delay, int value) {
    co_await sleep(delay);
    co_return value;
}

Coro<> fails() {
    throw ValueError("no");
    co_return;
}

void worker(EventLoop& loop, const Future<>& go_on) {
    const auto f = run_coroutine_threadsafe(
        [](const Future<>& event) -> Coro<> { co_await event; }(go_on), loop);
    print("done:", f.done(), "running:", f.running());
    try {
        f.result(10ms);
    } catch (const TimeoutError&) {
        print("not yet");
    }
    try {
        (void)f.exception(0s);
    } catch (const TimeoutError&) {
        print("not yet");
    }
    loop.call_soon_threadsafe([&go_on] { go_on.set_result(); });
    f.result();
    print("done:", f.done(), "cancel:", f.cancel());
    std::vector<ThreadsafeFuture<int>> fs;
    for (int n = 0; n < 3; ++n)
        fs.push_back(run_coroutine_threadsafe(after((3 - n) * 3ms, n), loop));
    print(fs[0].result(5s), fs[1].result(5s), fs[2].result(5s));
    const auto failed = run_coroutine_threadsafe(fails(), loop);
    print(type_name(failed.exception()), conformance::message_of(failed.exception()));
    for (int i = 0; i < 2; ++i) {
        try {
            failed.result();
        } catch (const ValueError& error) {
            print("caught", error.what());
        }
    }
    const auto inner = run_coroutine_threadsafe(to_thread(std::this_thread::get_id), loop);
    print("another thread:", inner.result() != std::this_thread::get_id());
}

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    const Future<> go_on = loop.create_future();
    co_await to_thread(worker, std::ref(loop), std::cref(go_on));
    print("end");
}

CONFORMS_IN_REAL_TIME(threads_coroutine_results) { run(async_main(), options); }

}  // namespace coroutine_results

}  // namespace
