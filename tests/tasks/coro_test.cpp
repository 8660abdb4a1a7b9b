#include "tests/support/run_virtual.hpp"

#include <rondo/tasks/run.hpp>
#include <rondo/tasks/sleep.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;
using rondo::Coro;
using support::run_virtual;

using Log = std::vector<std::string>;

Coro<> note(Log& log, std::string text) {
    log.push_back(std::move(text));
    co_return;
}

TEST(Coro, IsLazy) {
    run_virtual([]() -> Coro<> {
        Log log;
        Coro<> coro = note(log, "ran");
        EXPECT_TRUE(log.empty());
        co_await coro;
        EXPECT_EQ(log, (Log{"ran"}));
    });
}

TEST(Coro, RunsAtOnceWithoutATripThroughTheLoop) {
    Log log;
    run_virtual([&]() -> Coro<> {
        rondo::get_running_loop().call_soon([&log] { log.emplace_back("callback"); });
        co_await note(log, "first");
        co_await note(log, "second");
        EXPECT_EQ(log, (Log{"first", "second"}));
    });
}

Coro<int> twice(int number) { co_return 2 * number; }

TEST(Coro, ReturnsAValue) {
    run_virtual([]() -> Coro<> { EXPECT_EQ(co_await twice(21), 42); });
}

Coro<std::unique_ptr<int>> make_owner(int number) {
    auto owner = std::make_unique<int>(number);
    co_return owner;
}
Coro<int> open_owner(std::unique_ptr<int> owner) { co_return *owner; }

TEST(Coro, TakesAndReturnsWhatCanOnlyBeMoved) {
    run_virtual([]() -> Coro<> {
        std::unique_ptr<int> owner = co_await make_owner(7);
        EXPECT_EQ(*owner, 7);
        EXPECT_EQ(co_await open_owner(std::move(owner)), 7);
    });
}

Coro<int&> same(int& number) { co_return number; }

TEST(Coro, ReturnsAReference) {
    run_virtual([]() -> Coro<> {
        int number = 1;
        (co_await same(number)) = 2;
        EXPECT_EQ(number, 2);
    });
}

Coro<std::string> from_literal() { co_return "converted"; }

TEST(Coro, ConvertsWhatItReturns) {
    run_virtual([]() -> Coro<> { EXPECT_EQ(co_await from_literal(), "converted"); });
}

Coro<int> fail(std::string text) {
    co_await rondo::sleep(1s);
    throw std::runtime_error(text);
}
Coro<int> pass_on(std::string text) { co_return co_await fail(std::move(text)); }

TEST(Coro, ThrowsItsExceptionWhereItIsAwaited) {
    run_virtual([]() -> Coro<> {
        std::string caught;
        try {
            co_await pass_on("deep down");
        } catch (const std::runtime_error& error) {
            caught = error.what();
        }
        EXPECT_EQ(caught, "deep down");
    });
}

Coro<> fail_at_the_start() {
    throw std::runtime_error("before the first await");
    co_return;
}

TEST(Coro, ThrowsWhenItIsAwaitedAndNotWhenItIsCalled) {
    run_virtual([]() -> Coro<> {
        Coro<> coro = fail_at_the_start();
        EXPECT_THROW(co_await coro, std::runtime_error);
    });
}

TEST(Coro, CanBeMoved) {
    run_virtual([]() -> Coro<> {
        Coro<int> first = twice(1);
        Coro<int> second = std::move(first);
        EXPECT_EQ(co_await second, 2);
        Coro<int> third = twice(2);
        third.close();
        third = twice(3);
        EXPECT_EQ(co_await third, 6);
    });
}

Coro<int> sum_down_from(int number) {
    if (number == 0) co_return 0;
    co_return number + co_await sum_down_from(number - 1);
}

TEST(Coro, CallsItself) {
    run_virtual([]() -> Coro<> { EXPECT_EQ(co_await sum_down_from(100), 5050); });
}

TEST(Coro, ManyStandInOneExpression) {
    run_virtual(
        []() -> Coro<> { EXPECT_EQ(co_await twice(co_await twice(1)) + co_await twice(10), 24); });
}

TEST(Coro, TheExceptionOfOneLeavesTheNextUntouched) {
    run_virtual([]() -> Coro<> {
        int failures = 0;
        for (int i = 0; i < 3; ++i) {
            bool failed = false;
            try {
                co_await fail("again");
            } catch (const std::runtime_error&) {
                failed = true;
            }
            if (failed) failures += co_await twice(1);
        }
        EXPECT_EQ(failures, 6);
    });
}

/// Notes when it goes.
struct Leaver {
    Leaver(Log& its_log, std::string its_name) : log(its_log), name(std::move(its_name)) {}
    Leaver(const Leaver&) = delete;
    Leaver& operator=(const Leaver&) = delete;
    ~Leaver() { log.push_back(name); }
    Log& log;
    std::string name;
};

Coro<int> leave(Log& log, std::string name) {
    const Leaver leaver(log, std::move(name));
    co_return 1;
}

TEST(Coro, ItsLocalsGoBeforeItsCallerGoesOn) {
    run_virtual([]() -> Coro<> {
        Log log;
        co_await leave(log, "local");
        log.emplace_back("caller");
        EXPECT_EQ(log, (Log{"local", "caller"}));
    });
}

Coro<> inner(Log& log) {
    const Leaver first(log, "inner 1");
    const Leaver second(log, "inner 2");
    co_await rondo::sleep(1h);
}
Coro<> outer(Log& log) {
    const Leaver local(log, "outer");
    co_await inner(log);
}

TEST(Coro, DestroyedUnfinishedFreesItsLocalsTheInnermostFirst) {
    Log log;
    {
        rondo::EventLoop loop({.virtual_time = true});
        loop.set_exception_handler([](rondo::EventLoop&, const rondo::ErrorContext&) {});
        loop.create_task(outer(log));
        loop.stop();
        loop.run_forever();
        EXPECT_TRUE(log.empty());
    }
    EXPECT_EQ(log, (Log{"inner 2", "inner 1", "outer"}));
}

}  // namespace
