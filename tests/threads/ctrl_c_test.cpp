#include "tests/support/joined_thread.hpp"
#include "tests/support/reports.hpp"
#include "tests/support/signals.hpp"

#include <rondo/rondo.hpp>

#include <gmock/gmock.h>

#include <csignal>
#include <cstdio>
#include <string>
#include <thread>

using namespace rondo;
using namespace std::chrono_literals;
using support::Reports;

// SIGINT, as Ctrl-C sends it, while `run` is at work in the main thread.

namespace {

class CtrlC : public ::testing::Test {
protected:
    // Whoever runs the tests may have chosen to ignore it.
    CtrlC() : before_(std::signal(SIGINT, SIG_DFL)) {}
    ~CtrlC() override {
        EXPECT_EQ(support::handler_of(SIGINT), SIG_DFL);
        std::signal(SIGINT, before_);
    }

    /// Interrupts the program, waits, and writes down what becomes of that.
    static Coro<int> interrupted_main(std::string& story) {
        std::exception_ptr cancelled;
        std::raise(SIGINT);
        try {
            co_await sleep(1h);
        } catch (const CancelledError&) {
            cancelled = std::current_exception();
        }
        if (!cancelled) co_return 1;
        co_await sleep(1ms);
        story += "cleaned up, " + std::to_string(current_task().cancelling()) + " request";
        std::rethrow_exception(cancelled);
    }

    std::string story;

private:
    void (*before_)(int);
};

using CtrlCDeathTest = CtrlC;

TEST_F(CtrlC, CancelsTheMainTaskAndRunThrowsKeyboardInterrupt) {
    EXPECT_THROW(run(interrupted_main(story)), KeyboardInterrupt);
    EXPECT_EQ(story, "cleaned up, 1 request");
    EXPECT_EQ(describe(std::make_exception_ptr(KeyboardInterrupt())), "rondo::KeyboardInterrupt");
}

TEST_F(CtrlC, CancelsInVirtualTimeToo) {
    EXPECT_THROW(run(interrupted_main(story), {.virtual_time = true}), KeyboardInterrupt);
    EXPECT_EQ(story, "cleaned up, 1 request");
}

TEST_F(CtrlC, WakesALoopThatSleeps) {
    const auto main = [](support::SignalledThread here) -> Coro<> {
        support::JoinedThread other([here] {
            std::this_thread::sleep_for(5ms);
            support::send_signal(here, SIGINT);
        });
        co_await sleep(1h);
    };
    EXPECT_THROW(run(main(support::this_thread())), KeyboardInterrupt);
}

TEST_F(CtrlC, IsNoStandardException) {
    try {
        run(interrupted_main(story));
    } catch (const std::exception&) {
        ADD_FAILURE() << "swallowed";
    } catch (const KeyboardInterrupt& interrupt) {
        EXPECT_STREQ(interrupt.what(), "interrupted");
    }
}

TEST_F(CtrlC, CanBeRefusedByTheMainTask) {
    const auto main = []() -> Coro<std::string> {
        std::raise(SIGINT);
        try {
            co_await sleep(1h);
        } catch (const CancelledError&) {}
        co_return "went on";
    };
    EXPECT_EQ(run(main()), "went on");
}

TEST_F(CtrlC, StaysACancellationIfThereWasAnotherRequest) {
    const auto main = []() -> Coro<> {
        current_task().cancel("mine");
        std::raise(SIGINT);
        try {
            co_await sleep(1h);
        } catch (const CancelledError&) {}
        co_await sleep(1h);
    };
    EXPECT_THROW(run(main()), CancelledError);
}

TEST_F(CtrlC, LeavesACancellationOfTheProgramsOwnAlone) {
    const auto main = []() -> Coro<> {
        current_task().cancel();
        co_await sleep(1h);
    };
    EXPECT_THROW(run(main()), CancelledError);
}

TEST_F(CtrlC, CancelsEachRunOfARunner) {
    Runner runner;
    EXPECT_THROW(runner.run(interrupted_main(story)), KeyboardInterrupt);
    EXPECT_EQ(support::handler_of(SIGINT), SIG_DFL);
    EXPECT_EQ(runner.run([]() -> Coro<int> { co_return 1; }()), 1);
    EXPECT_THROW(runner.run(interrupted_main(story)), KeyboardInterrupt);
}

TEST_F(CtrlC, BelongsToWhoHandlesItAlready) {
    static int caught = 0;
    caught = 0;
    const auto handler = [](int) { ++caught; };
    std::signal(SIGINT, handler);
    const auto main = []() -> Coro<int> {
        std::raise(SIGINT);
        co_await sleep(1ms);
        co_return 1;
    };
    EXPECT_EQ(run(main()), 1);
    EXPECT_EQ(caught, 1);
    EXPECT_EQ(support::handler_of(SIGINT), +handler);
    std::signal(SIGINT, SIG_DFL);
}

TEST_F(CtrlC, BelongsToTheProgramsOwnFunctionFromThenOn) {
    const auto main = [](std::string& its_story) -> Coro<> {
        get_running_loop().add_signal_handler(SIGINT, [&] { its_story += "mine "; });
        std::raise(SIGINT);
        std::raise(SIGINT);
        co_await sleep(0s);
        co_await sleep(0s);
        EXPECT_EQ(its_story, "mine mine ");
    };
    run(main(story));
    EXPECT_EQ(story, "mine mine ");
}

TEST_F(CtrlC, IsTheRunsAgainWhenTheProgramsOwnFunctionIsRemoved) {
    const auto main = [](std::string& its_story) -> Coro<> {
        EventLoop& loop = get_running_loop();
        for (int round = 0; round < 2; ++round) {
            loop.add_signal_handler(SIGINT, [&] { its_story += "first "; });
            loop.add_signal_handler(SIGINT, [&] { its_story += "mine "; });
            std::raise(SIGINT);
            co_await sleep(0s);
            co_await sleep(0s);
            EXPECT_TRUE(loop.remove_signal_handler(SIGINT));
        }
        co_await interrupted_main(its_story);
    };
    EXPECT_THROW(run(main(story)), KeyboardInterrupt);
    EXPECT_EQ(story, "mine mine cleaned up, 1 request");
}

TEST_F(CtrlC, OfTheRunIsNoFunctionThatTheProgramCanRemove) {
    const auto main = [](std::string& its_story) -> Coro<> {
        EXPECT_FALSE(get_running_loop().remove_signal_handler(SIGINT));
        co_await interrupted_main(its_story);
    };
    EXPECT_THROW(run(main(story)), KeyboardInterrupt);
    EXPECT_EQ(story, "cleaned up, 1 request");
}

TEST_F(CtrlC, AFunctionStaysUntilItIsRemovedThoughTheRunIsOver) {
    {
        Runner runner;
        EventLoop& loop = runner.get_loop();
        runner.run([](std::string& its_story) -> Coro<> {
            get_running_loop().add_signal_handler(SIGINT, [&] { its_story += "mine "; });
            co_return;
        }(story));
        EXPECT_NE(support::handler_of(SIGINT), SIG_DFL);
        std::raise(SIGINT);
        runner.run([]() -> Coro<> { co_await sleep(1ms); }());
        EXPECT_EQ(story, "mine ");
        EXPECT_TRUE(loop.remove_signal_handler(SIGINT));
        EXPECT_EQ(support::handler_of(SIGINT), SIG_DFL);
        EXPECT_THROW(runner.run(interrupted_main(story)), KeyboardInterrupt);
    }
    EXPECT_EQ(story, "mine cleaned up, 1 request");
}

TEST_F(CtrlCDeathTest, ASecondOneEndsTheProgramThoughAFunctionWasThereInBetween) {
    const auto main = []() -> Coro<> {
        EventLoop& loop = get_running_loop();
        loop.add_signal_handler(SIGINT, [] {});
        loop.remove_signal_handler(SIGINT);
        try {
            std::raise(SIGINT);
            co_await sleep(1h);
        } catch (const CancelledError&) {}
        std::raise(SIGINT);
        co_await sleep(1h);
    };
    EXPECT_EXIT(run(main()), support::ended_by(SIGINT), "");
}

TEST_F(CtrlC, IsLeftAloneInOtherThreads) {
    support::JoinedThread other([] {
        run([]() -> Coro<> {
            EXPECT_EQ(support::handler_of(SIGINT), SIG_DFL);
            co_return;
        }());
    });
}

TEST_F(CtrlCDeathTest, ASecondOneEndsTheProgram) {
    const auto main = []() -> Coro<> {
        try {
            std::raise(SIGINT);
            co_await sleep(1h);
        } catch (const CancelledError&) {}
        std::raise(SIGINT);
        co_await sleep(1h);
    };
    EXPECT_EXIT(run(main()), support::ended_by(SIGINT), "");
}

TEST_F(CtrlC, IsNotLostWhenTheMainTaskEndsInThatVeryTurn) {
    const auto main = []() -> Coro<> {
        std::raise(SIGINT);
        co_return;
    };
    EXPECT_THROW(run(main()), KeyboardInterrupt);
    const auto just_behind = []() -> Coro<> {
        get_running_loop().call_soon([] { std::raise(SIGINT); });
        co_return;
    };
    EXPECT_THROW(run(just_behind()), KeyboardInterrupt);
}

TEST_F(CtrlCDeathTest, ThoughNobodyCatchesItTheOtherTasksCleanUp) {
    const auto main = []() -> Coro<> {
        const auto other = []() -> Coro<> {
            struct Farewell {
                ~Farewell() { std::fputs("cleaned up\n", stderr); }
            };
            const Farewell farewell;
            co_await sleep(1h);
        };
        auto task = create_task(other());
        co_await sleep(0s);
        std::raise(SIGINT);
        co_await sleep(1h);
    };
    EXPECT_EXIT(([&]() noexcept { run(main()); })(), support::ended_by(SIGABRT), "cleaned up");
}

}  // namespace
