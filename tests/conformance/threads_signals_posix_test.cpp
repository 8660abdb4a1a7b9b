// Of POSIX: two signals are the program's own, and some cannot be caught.
#include "tests/conformance/conformance.hpp"
#include "tests/support/signals.hpp"

#include <csignal>
#include <stdexcept>
#include <string>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::print;

void show(const std::string& text) { print(text); }

Coro<> settle() {
    for (int i = 0; i < 5; ++i) co_await sleep(0s);
}

template <class F>
void refused(F wrong_use) {
    try {
        wrong_use();
    } catch (const RuntimeError& error) {
        print("RuntimeError", error.what());
    } catch (const std::invalid_argument& error) {
        print("ValueError", error.what());
    }
}

Coro<> async_main() {
    constexpr int ONE = SIGUSR1;
    constexpr int TWO = SIGUSR2;
    EventLoop& loop = get_running_loop();
    loop.add_signal_handler(
        ONE, [](int n) { print("one", n); }, 1);
    loop.add_signal_handler(TWO, show, "two");
    std::raise(ONE);
    print("raised");
    co_await settle();
    for (const int s : {TWO, ONE, TWO}) std::raise(s);
    co_await settle();
    loop.add_signal_handler(ONE, show, "one, replaced");
    std::raise(ONE);
    co_await settle();
    const bool first = loop.remove_signal_handler(ONE);
    const bool again = loop.remove_signal_handler(ONE);
    print("removed:", first, again, loop.remove_signal_handler(TWO));
    print("default:", support::handler_of(ONE) == SIG_DFL);

    auto task = create_task(sleep(10s));
    loop.add_signal_handler(TWO, [task] { task.cancel(); });
    loop.call_later(10ms, [] { std::raise(TWO); });
    try {
        co_await task;
    } catch (const CancelledError&) {
        print("cancelled by a signal");
    }

    for (const int s : {SIGKILL, SIGSTOP}) refused([&] { loop.add_signal_handler(s, show, ""); });
    for (const int s : {0, 1000}) {
        refused([&] { loop.add_signal_handler(s, show, ""); });
        refused([&] { loop.remove_signal_handler(s); });
    }
}

CONFORMS(threads_signals) {
    run(async_main(), options);
    print("after:", support::handler_of(SIGUSR2) == SIG_DFL);
}

}  // namespace
