#include "tests/support/owner.hpp"
#include "tests/support/run_virtual.hpp"

#include <rondo/groups/try_except.hpp>
#include <rondo/groups/try_finally.hpp>
#include <rondo/tasks/run.hpp>
#include <rondo/tasks/sleep.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;
using rondo::CancelledError;
using rondo::Coro;
using rondo::try_except;
using rondo::try_finally;
using support::run_virtual;

using Log = std::vector<std::string>;

TEST(TryFinally, GivesWhatTheBlockReturnsAfterTheCleanUp) {
    run_virtual([]() -> Coro<> {
        Log log;
        const auto block = []() -> Coro<std::unique_ptr<int>> {
            co_await rondo::sleep(1s);
            co_return std::make_unique<int>(7);
        };
        const auto clean_up = [&]() -> Coro<> {
            co_await rondo::sleep(1s);
            log.push_back("clean");
        };
        const std::unique_ptr<int> result = co_await try_finally(block, clean_up);
        EXPECT_EQ(*result, 7);
        EXPECT_EQ(log, (Log{"clean"}));
    });
}

TEST(TryFinally, TellsTheCleanUpHowTheBlockEnded) {
    run_virtual([]() -> Coro<> {
        Log log;
        const auto note = [&](std::exception_ptr error) -> Coro<> {
            log.push_back(rondo::describe(error));
            co_return;
        };
        const auto well = []() -> Coro<> { co_return; };
        const auto badly = []() -> Coro<> {
            throw std::range_error("badly");
            co_return;
        };
        co_await try_finally(well, note);
        EXPECT_THROW(co_await try_finally(badly, note), std::range_error);
        EXPECT_EQ(log, (Log{"no exception", "std::range_error: badly"}));
    });
}

TEST(TryFinally, TheBlockMayBeAPlainFunctionThatCallsACoroutine) {
    run_virtual([]() -> Coro<> {
        int cleaned = 0;
        const int result = co_await try_finally([] { return rondo::sleep(1s, 5); },
                                                [&]() -> Coro<> {
                                                    ++cleaned;
                                                    co_return;
                                                });
        EXPECT_EQ(result, 5);
        EXPECT_EQ(cleaned, 1);
    });
}

TEST(TryFinally, TheCancellationGoesOnWithItsMessage) {
    run_virtual([]() -> Coro<> {
        const auto block = []() -> Coro<> { co_await rondo::sleep(1h); };
        const auto clean_up = []() -> Coro<> { co_await rondo::sleep(1s); };
        const auto began = rondo::get_running_loop().time();
        const auto task = rondo::create_task(try_finally(block, clean_up));
        co_await rondo::sleep(1s);
        task.cancel("enough");
        try {
            co_await task;
            ADD_FAILURE() << "not cancelled";
        } catch (const CancelledError& error) {
            EXPECT_EQ(error.message(), "enough");
        }
        EXPECT_EQ(rondo::get_running_loop().time() - began, 2s);
    });
}

TEST(TryFinally, NeitherBlockNorCleanUpNorResultLeak) {
    int alive = 0;
    run_virtual([&]() -> Coro<> {
        const auto block = [&alive, owner = support::Owner(alive)]() -> Coro<support::Owner> {
            co_await rondo::sleep(1s);
            co_return support::Owner(alive);
        };
        const auto clean_up = [owner = support::Owner(alive)]() -> Coro<> { co_return; };
        {
            const support::Owner result = co_await try_finally(block, clean_up);
            EXPECT_EQ(alive, 3);
        }
        const auto handler = [owner = support::Owner(alive)](const CancelledError&) -> Coro<> {
            co_return;
        };
        const auto rests = []() -> Coro<> { co_await rondo::sleep(1h); };
        const auto cleaned = rondo::create_task(try_finally(block, clean_up));
        const auto handled = rondo::create_task(try_except(rests, handler));
        co_await rondo::sleep(0s);
        cleaned.cancel();
        handled.cancel();
        co_await handled;
        EXPECT_TRUE(cleaned.cancelled());
    });
    EXPECT_EQ(alive, 0);
}

TEST(TryFinally, DoesNotRunTheCleanUpWhenTheLoopIsClosed) {
    Log log;
    {
        rondo::EventLoop loop({.virtual_time = true});
        loop.set_exception_handler([](rondo::EventLoop&, const rondo::ErrorContext&) {});
        const auto block = []() -> Coro<> { co_await rondo::sleep(1h); };
        const auto clean_up = [&]() -> Coro<> {
            log.push_back("clean");
            co_return;
        };
        loop.create_task(try_finally(block, clean_up));
        loop.call_later(1s, &rondo::EventLoop::stop, &loop);
        loop.run_forever();
    }
    EXPECT_EQ(log, Log());
}

TEST(TryExcept, TheHandlerSeesTheExceptionItselfNotACopyOfItsBase) {
    struct Special : std::runtime_error {
        using std::runtime_error::runtime_error;
        const char* what() const noexcept override { return "overridden"; }
    };
    run_virtual([]() -> Coro<> {
        const auto block = []() -> Coro<std::string> {
            throw Special("special");
            co_return "";
        };
        const auto handler = [](const std::exception& error) -> Coro<std::string> {
            co_await rondo::sleep(1s);
            co_return error.what();
        };
        EXPECT_EQ(co_await try_except(block, handler), "overridden");
    });
}

TEST(TryExcept, LetsOtherExceptionsPass) {
    run_virtual([]() -> Coro<> {
        int handled = 0;
        const auto block = []() -> Coro<> {
            throw std::range_error("another");
            co_return;
        };
        const auto handler = [&](const std::logic_error&) -> Coro<> {
            ++handled;
            co_return;
        };
        EXPECT_THROW(co_await try_except(block, handler), std::range_error);
        EXPECT_EQ(handled, 0);
    });
}

TEST(TryExcept, ACancellationIsNoStdException) {
    run_virtual([]() -> Coro<> {
        const auto block = []() -> Coro<> { co_await rondo::sleep(1h); };
        const auto handler = [](const std::exception&) -> Coro<> { co_return; };
        const auto task = rondo::create_task(try_except(block, handler));
        co_await rondo::sleep(1s);
        task.cancel();
        EXPECT_THROW(co_await task, CancelledError);
    });
}

TEST(TryExcept, AHandlerMayThrowOnWhatWasCaughtAfterItHasWaited) {
    run_virtual([]() -> Coro<> {
        const auto block = []() -> Coro<int> {
            throw std::range_error("too far");
            co_return 1;
        };
        const auto handler = [](const std::runtime_error& error,
                                std::exception_ptr caught) -> Coro<int> {
            EXPECT_STREQ(error.what(), "too far");
            co_await rondo::sleep(1s);
            std::rethrow_exception(caught);
            co_return 2;
        };
        EXPECT_THROW(co_await try_except(block, handler), std::range_error);
    });
}

/// Throws on what it handles: at once, or after it has waited.
Coro<> throw_on(const std::range_error&, bool waits) {
    if (waits) co_await rondo::sleep(1s);
    throw;
}

TEST(TryExcept, ThrowInAHandlerThrowsOn) {
    run_virtual([]() -> Coro<> {
        const auto block = []() -> Coro<> {
            throw std::range_error("too far");
            co_return;
        };
        for (const bool waits : {false, true}) {
            const auto handler = [&](const std::range_error& error) -> Coro<> {
                if (waits) co_await rondo::sleep(1s);
                EXPECT_STREQ(error.what(), "too far");
                throw;
            };
            EXPECT_THROW(co_await try_except(block, handler), std::range_error);
            const auto plain = [&](const std::range_error& error) {
                return throw_on(error, waits);
            };
            EXPECT_THROW(co_await try_except(block, plain), std::range_error);
        }
        const auto at_once = [](const std::range_error&) -> rondo::Task<> { throw; };
        EXPECT_THROW(co_await try_except(block, at_once), std::range_error);
        EXPECT_FALSE(std::current_exception());
    });
}

TEST(TryExcept, WhatIsHandledIsTheCurrentExceptionInTheHandlerOnly) {
    run_virtual([]() -> Coro<> {
        Log log;
        const auto note = [&] { log.push_back(rondo::describe(std::current_exception())); };
        const auto fails = [](const char* what) -> Coro<> {
            throw std::range_error(what);
            co_return;
        };
        const auto other = rondo::create_task([&]() -> Coro<> {
            co_await rondo::sleep(1s);
            note();
        });
        const auto handler = [&](const std::exception&) -> Coro<> {
            note();
            const auto inner_handler = [&](const std::exception&) -> Coro<> {
                note();
                co_await rondo::sleep(2s);
                note();
            };
            co_await try_except([&] { return fails("inner"); }, inner_handler);
            note();
        };
        co_await try_except([&] { return fails("outer"); }, handler);
        note();
        co_await other;
        const std::string inner = "std::range_error: inner", outer = "std::range_error: outer";
        EXPECT_EQ(log, (Log{outer, inner, "no exception", inner, outer, "no exception"}));
    });
}

TEST(TryExcept, AHandlerThatWaitsMayBeCancelledOrDestroyed) {
    int alive = 0;
    Log log;
    rondo::EventLoop loop({.virtual_time = true});
    loop.set_exception_handler([](rondo::EventLoop&, const rondo::ErrorContext&) {});
    const auto block = []() -> Coro<> {
        throw std::range_error("too far");
        co_return;
    };
    const auto handler = [&](const std::range_error&) -> Coro<> {
        const support::Owner owner(alive);
        try {
            co_await rondo::sleep(1h);
        } catch (const CancelledError& error) {
            log.push_back(error.message());
            throw;
        }
    };
    const auto cancelled = loop.create_task(try_except(block, handler));
    loop.create_task(try_except(block, handler));
    loop.call_later(1s, [&] { cancelled.cancel("enough"); });
    loop.call_later(2s, [&] { loop.stop(); });
    loop.run_forever();
    EXPECT_TRUE(cancelled.cancelled());
    EXPECT_EQ(log, (Log{"enough"}));
    EXPECT_EQ(alive, 1);
    loop.close();
    EXPECT_EQ(alive, 0);
}

}  // namespace
