#include "tests/conformance/conformance.hpp"
#include "tests/support/joined_thread.hpp"
#include "tests/support/semaphore.hpp"

#include <string>
#include <thread>
#include <vector>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::print;
using conformance::ValueError;

void show(const std::string& text) { print(text); }

/// Runs a function in another thread, to its end.
template <class F>
void in_thread(F function) {
    support::JoinedThread thread(function);
}

namespace threadsafe_own_thread {

void in_the_loop(EventLoop& loop) {
    loop.call_soon(show, "loop 1");
    loop.call_soon_threadsafe(show, "loop 2");
    in_thread([&] { loop.call_soon_threadsafe(show, "thread"); });
    loop.call_soon_threadsafe(show, "loop 3");
    loop.call_soon_threadsafe([&loop] { loop.stop(); });
    loop.call_soon(show, "loop 4");
}

Coro<> async_main() {
    print("main");
    co_return;
}

CONFORMS(threads_threadsafe_own_thread) {
    EventLoop loop(options);
    loop.call_soon(show, "before 1");
    loop.call_soon_threadsafe(show, "before 2");
    loop.call_soon(show, "before 3");
    loop.call_soon_threadsafe(show, "before 4");
    loop.run_until_complete(async_main());
    loop.call_soon(in_the_loop, std::ref(loop));
    loop.run_forever();
    loop.close();
}

}  // namespace threadsafe_own_thread

namespace threadsafe_timers {

CONFORMS_IN_REAL_TIME(threads_threadsafe_timers) {
    EventLoop loop(options);
    const auto busy = [&loop] {
        loop.call_later(0s, show, "timer 0");
        in_thread([&] {
            for (int n = 0; n < 3; ++n)
                loop.call_soon_threadsafe([](int number) { print("posted", number); }, n);
        });
        std::this_thread::sleep_for(30ms);
        print("busy ends");
    };
    loop.call_later(10ms, show, "timer 1");
    loop.call_later(20ms, show, "timer 2");
    loop.call_later(60ms, [&loop] { loop.stop(); });
    loop.call_soon(busy);
    loop.run_forever();
    loop.close();
}

}  // namespace threadsafe_timers

namespace threadsafe_closed {

CONFORMS(threads_threadsafe_closed) {
    EventLoop loop(options);
    std::vector<std::string> errors;
    const auto post = [&](const std::string& text) {
        try {
            loop.call_soon_threadsafe(show, text);
        } catch (const RuntimeError& error) {
            errors.emplace_back(error.what());
        }
    };
    in_thread([&] { post("seen"); });
    loop.call_soon([&loop] { loop.stop(); });
    loop.run_forever();
    in_thread([&] { post("never seen"); });
    loop.close();
    in_thread([&] { post("refused"); });
    post("refused, too");
    for (const std::string& error : errors) print(error);
}

}  // namespace threadsafe_closed

namespace threadsafe_fails {

void fail(const std::string& text) { throw ValueError(text); }

CONFORMS(threads_threadsafe_fails) {
    EventLoop loop(options);
    loop.set_exception_handler([](EventLoop&, const ErrorContext& context) {
        print("handler:", conformance::type_name(context.exception),
              conformance::message_of(context.exception));
    });
    in_thread([&] {
        loop.call_soon_threadsafe(fail, "one");
        loop.call_soon_threadsafe(show, "between");
        loop.call_soon_threadsafe(fail, "two");
        loop.call_soon_threadsafe([&loop] { loop.stop(); });
        loop.call_soon_threadsafe(show, "behind stop");
    });
    loop.run_forever();
    print("stopped");
    loop.close();
}

}  // namespace threadsafe_fails

namespace loop_each {

using Lines = std::vector<std::string>;

struct Meeting {
    EventLoop* loops[2] = {};
    Future<> heard[2];
    support::Semaphore ready[2] = {support::Semaphore(0), support::Semaphore(0)};
};

Coro<std::string> greet(std::string name, Lines& kept) {
    kept.push_back("hello " + name);
    co_await sleep(5ms);
    kept.push_back("goodbye " + name);
    co_return name;
}

Coro<> async_main(int number, Lines& kept, Meeting& meeting) {
    const auto [alice, bob] = co_await gather(greet("Alice", kept), greet("Bob", kept));
    kept.push_back(alice + " " + bob);
    const int other = 1 - number;
    const auto heard = get_running_loop().create_future();
    meeting.loops[number] = &get_running_loop();
    meeting.heard[number] = heard;
    meeting.ready[number].release();
    meeting.ready[other].acquire();
    meeting.loops[other]->call_soon_threadsafe(
        [&meeting, other] { meeting.heard[other].set_result(); });
    co_await heard;
    kept.push_back("heard from the other");
    meeting.heard[number] = Future<>();
}

CONFORMS_IN_REAL_TIME(threads_loop_each) {
    Lines lines[2];
    Meeting meeting;
    {
        std::vector<support::JoinedThread> threads;
        for (int n = 0; n < 2; ++n)
            threads.emplace_back([&, n] { run(async_main(n, lines[n], meeting), options); });
    }
    for (int number = 0; number < 2; ++number)
        for (const std::string& line : lines[number]) print(number, line);
}

}  // namespace loop_each

}  // namespace
