#include "tests/support/environment.hpp"
#include "tests/support/turns.hpp"

#include <rondo/rondo.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

// RONDO_SEED and LoopOptions::seed: what a shuffled turn keeps, and what it does not.

namespace {

using namespace std::chrono_literals;
using rondo::Coro;
using rondo::create_task;
using rondo::EventLoop;
using rondo::LoopOptions;
using support::EnvironmentVariable;
using support::run_turns;
using testing::ElementsAre;
using testing::ElementsAreArray;

using Numbers = std::vector<int>;

LoopOptions shuffled(std::uint64_t seed) { return {.virtual_time = true, .seed = seed}; }

/// In which order a loop calls so many callbacks, in each of two turns.
Numbers order_of(EventLoop& loop, int callbacks = 8) {
    Numbers order;
    for (int turn = 0; turn < 2; ++turn) {
        for (int number = 0; number < callbacks; ++number)
            loop.call_soon([&order, number] { order.push_back(number); });
        run_turns(loop);
    }
    return order;
}

Numbers order_of(const LoopOptions& options, int callbacks = 8) {
    EventLoop loop(options);
    return order_of(loop, callbacks);
}

const Numbers in_order = {0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7};

// Computed by another program, from the papers: every machine and every compiler has to agree.
TEST(Seed, GivesTheSameOrderEverywhere) {
    EXPECT_THAT(order_of(shuffled(0)),
                ElementsAreArray({1, 2, 6, 5, 4, 0, 3, 7, 0, 2, 4, 3, 7, 5, 1, 6}));
    EXPECT_THAT(order_of(shuffled(42)),
                ElementsAreArray({4, 3, 2, 0, 7, 6, 1, 5, 0, 7, 5, 4, 1, 3, 2, 6}));
    EXPECT_THAT(order_of(shuffled(18446744073709551615U)),
                ElementsAreArray({0, 5, 3, 4, 2, 1, 6, 7, 7, 1, 4, 3, 6, 0, 5, 2}));
}

TEST(Seed, MakesDifferentOrders) {
    std::set<Numbers> orders;
    for (std::uint64_t seed = 0; seed < 100; ++seed) orders.insert(order_of(shuffled(seed)));
    EXPECT_EQ(orders.size(), 100U);
}

TEST(Seed, BringsEveryOrderOfThree) {
    std::set<Numbers> orders;
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        Numbers order = order_of(shuffled(seed), 3);
        order.resize(3);
        orders.insert(order);
    }
    EXPECT_EQ(orders.size(), 6U);
}

TEST(Seed, WithoutOneTheOrderIsThatOfTheQueue) {
    EXPECT_EQ(order_of({.virtual_time = true}), in_order);
}

TEST(Seed, RunsEachCallbackOnceAndInItsTurn) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        EventLoop loop(shuffled(seed));
        Numbers turns(50, 0);
        int turn = 1;
        for (int& ran_in : turns)
            loop.call_soon([&] {
                EXPECT_EQ(ran_in, 0);
                ran_in = turn;
                if (&ran_in != &turns.back()) return;
                loop.call_soon([&turn] { EXPECT_EQ(turn, 2) << "in the same turn"; });
            });
        run_turns(loop);
        EXPECT_EQ(turns, Numbers(50, 1));
        turn = 2;
        run_turns(loop);
    }
}

TEST(Seed, KeepsTheOrderOfDeadlines) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        EventLoop loop(shuffled(seed));
        Numbers order;
        for (int number = 0; number < 10; ++number) {
            // All are due in the same turn, for the deadlines have passed.
            loop.call_at(loop.time() - 1ms * (10 - number),
                         [&, number] { order.push_back(number); });
            loop.call_soon([] {});
        }
        run_turns(loop);
        EXPECT_THAT(order, ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)) << "seed " << seed;
    }
}

TEST(Seed, ShufflesTimersOfEqualDeadlines) {
    std::set<Numbers> orders;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        EventLoop loop(shuffled(seed));
        Numbers order;
        const auto when = loop.time() - 1ms;
        for (int number = 0; number < 3; ++number)
            loop.call_at(when, [&, number] { order.push_back(number); });
        run_turns(loop);
        orders.insert(order);
    }
    EXPECT_GT(orders.size(), 1U);
}

TEST(Seed, LetsNoTimerFireEarly) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        rondo::run(
            []() -> Coro<> {
                EventLoop& loop = rondo::get_running_loop();
                for (int number = 0; number < 30; ++number) {
                    const auto when = loop.time() + 1ms * (number * 7 % 30);
                    loop.call_at(when, [&loop, when] { EXPECT_EQ(loop.time(), when); });
                }
                co_await rondo::sleep(1s);
            }(),
            shuffled(seed));
    }
}

// A future goes into the queue behind its callbacks, which look at it without holding it.
TEST(Seed, KeepsAFutureForItsCallbacks) {
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        EventLoop loop(shuffled(seed));
        int sum = 0;
        {
            const auto future = loop.create_future<int>();
            for (int i = 0; i < 3; ++i)
                future.add_done_callback(
                    [&sum](const rondo::Future<int>& done) { sum += done.result(); });
            future.set_result(7);
        }
        loop.call_soon([] {});
        run_turns(loop);
        EXPECT_EQ(sum, 21);
    }
}

Coro<> worker(std::vector<std::string>& log, std::string name) {
    log.push_back(name + " begins");
    co_await rondo::sleep(0s);
    log.push_back(name + " goes on");
    co_await rondo::sleep(1s);
    log.push_back(name + " ends");
}

Coro<> several_workers(std::vector<std::string>& log) {
    auto a = create_task(worker(log, "a")), b = create_task(worker(log, "b"));
    auto c = create_task(worker(log, "c")), d = create_task(worker(log, "d"));
    co_await rondo::gather(a, b, c, d);
}

std::vector<std::string> log_of(std::uint64_t seed) {
    std::vector<std::string> log;
    rondo::run(several_workers(log), shuffled(seed));
    return log;
}

TEST(Seed, ReplaysAProgram) {
    const auto log = log_of(3);
    EXPECT_EQ(log_of(3), log);
    EXPECT_EQ(log.size(), 12U);
    std::set<std::vector<std::string>> logs;
    for (std::uint64_t seed = 0; seed < 10; ++seed) logs.insert(log_of(seed));
    EXPECT_GT(logs.size(), 5U);
}

// Two tasks that add to a balance, with an await between reading and writing: it comes out right as
// long as they take turns in the order in which they were made.
TEST(Seed, BringsOutABugThatDependsOnTheOrder) {
    const auto second_withdrawal_sees_the_first = [](const LoopOptions& options) {
        int balance = 100;
        bool seen = false;
        auto main = [&]() -> Coro<> {
            auto withdraw = [&]() -> Coro<> {
                balance -= 60;
                co_return;
            };
            auto look = [&]() -> Coro<> {
                seen = balance == 40;
                co_return;
            };
            auto first = create_task(withdraw());
            auto second = create_task(look());
            co_await first;
            co_await second;
        };
        rondo::run(main(), options);
        return seen;
    };
    EXPECT_TRUE(second_withdrawal_sees_the_first({.virtual_time = true}));
    int wrong = 0;
    for (std::uint64_t seed = 0; seed < 10; ++seed)
        wrong += !second_withdrawal_sees_the_first(shuffled(seed));
    EXPECT_GT(wrong, 0);
    EXPECT_LT(wrong, 10);
}

TEST(SeedInTheEnvironment, ShufflesEachLoop) {
    const EnvironmentVariable variable("RONDO_SEED", "42");
    EXPECT_EQ(order_of({}), order_of(shuffled(42)));
    EXPECT_EQ(order_of({}), order_of(shuffled(42))) << "the second loop";
}

TEST(SeedInTheEnvironment, IsOverruledByTheOption) {
    const EnvironmentVariable variable("RONDO_SEED", "42");
    EXPECT_EQ(order_of(shuffled(1)), [] {
        const EnvironmentVariable none("RONDO_SEED", "");
        return order_of(shuffled(1));
    }());
}

TEST(SeedInTheEnvironment, IsNoneIfItIsEmpty) {
    const EnvironmentVariable variable("RONDO_SEED", "");
    EXPECT_EQ(order_of({}), in_order);
}

TEST(SeedInTheEnvironment, IsRefusedIfItIsNoNumber) {
    for (const char* bad : {"abc", "-1", "+1", "1x", " 1", "1.5", "0x10", "18446744073709551616"}) {
        const EnvironmentVariable variable("RONDO_SEED", bad);
        try {
            const EventLoop loop;
            FAIL() << bad;
        } catch (const rondo::RuntimeError& error) {
            EXPECT_EQ(error.what(), "RONDO_SEED is '" + std::string(bad) +
                                        "': make it a whole number from 0 to "
                                        "18446744073709551615, as in RONDO_SEED=42, or unset it");
        }
    }
}

}  // namespace
