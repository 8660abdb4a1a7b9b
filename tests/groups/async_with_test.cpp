#include "tests/support/owner.hpp"
#include "tests/support/run_virtual.hpp"

#include <rondo/groups/async_with.hpp>
#include <rondo/tasks/sleep.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;
using rondo::async_with;
using rondo::Coro;
using support::run_virtual;

using Log = std::vector<std::string>;

/// A context manager that waits in both of its halves, and does in each what it is told to.
class Door {
public:
    explicit Door(Log& log) : log_(&log) {}

    Coro<int> enter() {
        log_->push_back("enter");
        co_await rondo::sleep(1s);
        if (refuses) throw std::runtime_error("closed");
        co_return 7;
    }
    Coro<bool> exit(std::exception_ptr error) {
        log_->push_back(error ? "exit " + rondo::describe(error) : "exit");
        co_await rondo::sleep(1s);
        if (fails) throw std::runtime_error("the door is stuck");
        co_return swallows;
    }

    bool refuses = false;
    bool fails = false;
    bool swallows = false;

private:
    Log* log_;
};

/// What an awaitable throws, in words; "nothing" if nothing.
template <class A>
Coro<std::string> failure_of(A awaitable) {
    try {
        co_await std::move(awaitable);
    } catch (...) {
        co_return rondo::describe(std::current_exception());
    }
    co_return "nothing";
}

TEST(AsyncWith, EntersRunsTheBodyAndExits) {
    Log log;
    run_virtual([&]() -> Coro<> {
        co_await async_with(Door(log), [&](int entered) -> Coro<> {
            co_await rondo::sleep(1s);
            log.push_back("body " + std::to_string(entered));
        });
        log.push_back("after");
    });
    EXPECT_EQ(log, (Log{"enter", "body 7", "exit", "after"}));
}

TEST(AsyncWith, TheBodyMayTakeNothing) {
    Log log;
    run_virtual([&]() -> Coro<> {
        co_await async_with(Door(log), [&]() -> Coro<> {
            log.push_back("body");
            co_return;
        });
    });
    EXPECT_EQ(log, (Log{"enter", "body", "exit"}));
}

TEST(AsyncWith, GivesWhatTheBodyReturns) {
    Log log;
    run_virtual([&]() -> Coro<> {
        const std::unique_ptr<int> result =
            co_await async_with(Door(log), [](int entered) -> Coro<std::unique_ptr<int>> {
                co_return std::make_unique<int>(entered + 1);
            });
        EXPECT_EQ(*result, 8);
    });
}

TEST(AsyncWith, AManagerWithANameIsNotCopied) {
    Log log;
    run_virtual([&]() -> Coro<> {
        Door door(log);
        co_await async_with(door, [&]() -> Coro<> {
            door.swallows = true;
            throw std::runtime_error("swallowed by this very door");
            co_return;
        });
    });
    EXPECT_EQ(log.size(), 2U);
}

TEST(AsyncWith, IsNotEnteredBeforeItIsAwaited) {
    Log log;
    run_virtual([&]() -> Coro<> {
        const auto body = []() -> Coro<> { co_return; };
        auto block = async_with(Door(log), body);
        EXPECT_TRUE(log.empty());
        co_await std::move(block);
        EXPECT_EQ(log.size(), 2U);
    });
}

TEST(AsyncWith, AFailureToEnterSkipsBodyAndExit) {
    Log log;
    run_virtual([&]() -> Coro<> {
        Door door(log);
        door.refuses = true;
        const auto body = [&]() -> Coro<> {
            log.push_back("body");
            co_return;
        };
        EXPECT_EQ(co_await failure_of(async_with(door, body)), "std::runtime_error: closed");
    });
    EXPECT_EQ(log, (Log{"enter"}));
}

TEST(AsyncWith, AFailureOfTheBodyIsToldToExitAndThrownOn) {
    Log log;
    run_virtual([&]() -> Coro<> {
        const auto body = []() -> Coro<> {
            throw std::runtime_error("body");
            co_return;
        };
        EXPECT_EQ(co_await failure_of(async_with(Door(log), body)), "std::runtime_error: body");
    });
    EXPECT_EQ(log, (Log{"enter", "exit std::runtime_error: body"}));
}

TEST(AsyncWith, AFailureOfExitReplacesThatOfTheBody) {
    Log log;
    run_virtual([&]() -> Coro<> {
        Door door(log);
        door.fails = true;
        const auto body = []() -> Coro<> {
            throw std::runtime_error("body");
            co_return;
        };
        EXPECT_EQ(co_await failure_of(async_with(door, body)),
                  "std::runtime_error: the door is stuck");
        const auto peaceful = []() -> Coro<> { co_return; };
        EXPECT_EQ(co_await failure_of(async_with(door, peaceful)),
                  "std::runtime_error: the door is stuck");
    });
}

TEST(AsyncWith, ASwallowedFailureLeavesNoResult) {
    Log log;
    run_virtual([&]() -> Coro<> {
        Door door(log);
        door.swallows = true;
        const auto body = []() -> Coro<int> {
            throw std::runtime_error("body");
            co_return 0;
        };
        try {
            co_await async_with(door, body);
            ADD_FAILURE() << "there is no result to give";
        } catch (const rondo::RuntimeError&) {}
    });
}

TEST(AsyncWith, ACancellationPassesThroughExit) {
    Log log;
    run_virtual([&]() -> Coro<> {
        const auto body = []() -> Coro<> { co_await rondo::sleep(1h); };
        const auto task = rondo::create_task(async_with(Door(log), body));
        co_await rondo::sleep(2s);
        task.cancel("enough");
        try {
            co_await task;
        } catch (const rondo::CancelledError& error) {
            log.push_back("cancelled: " + error.message());
        }
    });
    ASSERT_EQ(log.size(), 3U);
    EXPECT_THAT(log[1], testing::HasSubstr("CancelledError"));
    EXPECT_EQ(log[2], "cancelled: enough");
}

TEST(AsyncWith, NeitherManagerNorBodyNorResultLeak) {
    int alive = 0;
    run_virtual([&]() -> Coro<> {
        struct Owning {
            explicit Owning(int& count) : owner(count) {}
            rondo::Immediately<int> enter() { return rondo::Immediately<int>(1); }
            rondo::Immediately<bool> exit(const std::exception_ptr&) {
                return rondo::Immediately<bool>(false);
            }
            support::Owner owner;
        };
        const auto body = [&alive, owner = support::Owner(alive)]() -> Coro<support::Owner> {
            co_await rondo::sleep(1s);
            co_return support::Owner(alive);
        };
        {
            const support::Owner result = co_await async_with(Owning(alive), body);
            EXPECT_EQ(alive, 2) << "the body and the result";
        }
        auto interrupted = rondo::create_task(async_with(Owning(alive), body));
        co_await rondo::sleep(0s);
        interrupted.cancel();
        co_await rondo::sleep(0s);
    });
    EXPECT_EQ(alive, 0);
}

}  // namespace
