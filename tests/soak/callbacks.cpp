// Callbacks, timers, descriptors and signals.
#include "tests/soak/soak.hpp"

#include <csignal>

#include <sys/eventfd.h>

using namespace rondo;
using namespace std::chrono_literals;
using namespace soak;

namespace {

TEST(Soak, CallSoon) {
    stays_small_in_a_loop([](long rounds_now) -> Coro<> {
        for (long i = 0; i < rounds_now; ++i) {
            get_running_loop().call_soon([] {});
            if (i % 100 == 0) co_await sleep(0s);
        }
    });
}

TEST(Soak, CallSoonCancelled) {
    stays_small_in_a_loop([](long rounds_now) -> Coro<> {
        for (long i = 0; i < rounds_now; ++i) {
            get_running_loop().call_soon([] {}).cancel();
            if (i % 100 == 0) co_await sleep(0s);
        }
    });
}

TEST(Soak, CallbacksThatFail) {
    stays_small_in_a_loop([](long rounds_now) -> Coro<> {
        get_running_loop().set_exception_handler([](EventLoop&, const ErrorContext&) {});
        for (long i = 0; i < rounds_now; ++i) {
            get_running_loop().call_soon([] { throw std::runtime_error("no"); });
            if (i % 100 == 0) co_await sleep(0s);
        }
    });
}

TEST(Soak, TimersCancelled) {
    stays_small_in_a_loop([](long rounds_now) -> Coro<> {
        for (long i = 0; i < rounds_now; ++i)
            get_running_loop().call_later(1s + 1ms * (i % 5000), [] {}).cancel();
        co_return;
    });
}

TEST(Soak, TimersFired) {
    stays_small_in_a_loop([](long rounds_now) -> Coro<> {
        for (long i = 0; i < rounds_now; ++i) {
            get_running_loop().call_later(1us * (i % 5000), [] {});
            if (i % 100 == 0) co_await sleep(1ms);
        }
    });
}

TEST(Soak, CallSoonThreadsafeFromItsOwnThread) {
    stays_small_in_a_loop([](long rounds_now) -> Coro<> {
        for (long i = 0; i < rounds_now; ++i) {
            get_running_loop().call_soon_threadsafe([] {});
            if (i % 100 == 0) co_await sleep(0s);
        }
    });
}

// Each batch of ten thousand waits for the loop, small functions and such as own something by
// turns: what lies there may take a few hundred bytes a call.
TEST(Soak, CallSoonThreadsafeWhileTheLoopIsBusy) {
    EventLoop loop;
    const long before = resident_kib();
    std::thread([&] {
        for (int i = 0; i < 5'000; ++i) {
            loop.call_soon_threadsafe([] {});
            loop.call_soon_threadsafe([owned = std::string(100, 'x')] {});
        }
    }).join();
    EXPECT_LE(resident_kib() - before, 10'000);
}

TEST(Soak, CallSoonThreadsafeBeforeTheLoopRuns) {
    EventLoop loop;
    const long before = resident_kib();
    for (int i = 0; i < 5'000; ++i) {
        loop.call_soon_threadsafe([] {});
        loop.call_soon([] {});
    }
    EXPECT_LE(resident_kib() - before, 10'000);
}

TEST(Soak, ReadersOfNewDescriptors) {
    stays_small_in_a_loop(
        [](long rounds_now) -> Coro<> {
            for (long i = 0; i < rounds_now; ++i) {
                const int descriptor = eventfd(1, EFD_NONBLOCK);
                get_running_loop().add_reader(descriptor, [] {});
                get_running_loop().add_writer(descriptor, [] {});
                if (i % 10 == 0) co_await sleep(0s);
                get_running_loop().remove_reader(descriptor);
                get_running_loop().remove_writer(descriptor);
                close(descriptor);
                if (i % 3 == 0) co_await sleep(0s);
            }
        },
        5, false);
}

TEST(Soak, Signals) {
    stays_small_in_a_loop(
        [](long rounds_now) -> Coro<> {
            for (long i = 0; i < rounds_now; ++i) {
                if (i % 10 == 0) get_running_loop().add_signal_handler(SIGUSR1, [] {});
                std::raise(SIGUSR1);
                if (i % 5 == 0) co_await sleep(0s);
                if (i % 10 == 9) get_running_loop().remove_signal_handler(SIGUSR1);
            }
        },
        2, false);
}

TEST(Soak, Loops) {
    stays_small(
        [](long rounds_now) {
            for (long i = 0; i < rounds_now; ++i) {
                EventLoop loop;
                loop.call_soon([] {});
                loop.call_later(1h, [] {});
            }
        },
        20);
}

}  // namespace
