#include "tests/support/run_virtual.hpp"

#include <rondo/rondo.hpp>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

// Tasks, gatherings, shields and coroutines that wait for each other, or hold each other, a million
// deep: no stack is deep enough for a walk that calls itself.

namespace {

using namespace std::chrono_literals;
using rondo::AnyTask;
using rondo::Coro;
using rondo::create_task;
using rondo::Future;
using rondo::get_running_loop;
using rondo::Task;
using support::run_virtual;

constexpr int depth = 1'000'000;

Coro<> awaits(Task<> task) { co_await task; }
Coro<> gathers(Task<> task) { co_await rondo::gather(task); }

TEST(Deep, AHundredThousandTasksThatGatherEachOtherAreCancelled) {
    run_virtual([]() -> Coro<> {
        auto innermost = create_task(rondo::sleep(1h));
        Task<> outermost = innermost;
        for (int i = 0; i < depth / 10; ++i)
            outermost = create_task(i % 2 == 0 ? gathers(outermost) : awaits(outermost));
        co_await rondo::sleep(1s);
        EXPECT_TRUE(outermost.cancel());
        EXPECT_EQ(innermost.cancelling(), 1);
        co_await rondo::wait(outermost);
        EXPECT_TRUE(outermost.cancelled());
    });
}

TEST(Deep, AMillionGatheringsOfGatheringsAreCancelled) {
    run_virtual([]() -> Coro<> {
        const auto innermost = create_task(rondo::sleep(1h));
        rondo::AnyFuture chain = innermost;
        for (int i = 0; i < depth; ++i) chain = rondo::gather(chain);
        EXPECT_TRUE(chain.cancel());
        try {
            co_await chain;
            ADD_FAILURE() << "no CancelledError";
        } catch (const rondo::CancelledError&) {}
        EXPECT_TRUE(innermost.cancelled());
    });
}

TEST(Deep, AMillionShieldsAreDropped) {
    run_virtual([]() -> Coro<> {
        Future<> chain = get_running_loop().create_future();
        for (int i = 0; i < depth; ++i) chain = rondo::shield(chain);
        co_return;
    });
}

TEST(Deep, AMillionFuturesWhoseResultIsAFutureAreDropped) {
    run_virtual([]() -> Coro<> {
        rondo::AnyFuture chain = get_running_loop().create_future();
        for (int i = 0; i < depth; ++i) {
            const auto outer = get_running_loop().create_future<rondo::AnyFuture>();
            outer.set_result(chain);
            chain = outer;
        }
        co_return;
    });
}

TEST(Deep, AMillionFuturesInEachOthersCallbacksAreDropped) {
    run_virtual([]() -> Coro<> {
        rondo::AnyFuture chain = get_running_loop().create_future();
        for (int i = 0; i < depth; ++i) {
            const auto outer = get_running_loop().create_future();
            outer.add_done_callback([chain](const rondo::AnyFuture&) {});
            chain = outer;
        }
        co_return;
    });
}

Coro<> holds(Coro<> inner) { co_await inner; }
Coro<> nothing() { co_return; }

TEST(Deep, AMillionCoroutinesThatOwnEachOtherAreDropped) {
    int reports = 0;
    run_virtual([&]() -> Coro<> {
        get_running_loop().set_exception_handler(
            [&](rondo::EventLoop&, const rondo::ErrorContext&) { ++reports; });
        Coro<> chain = nothing();
        for (int i = 0; i < depth; ++i) chain = holds(std::move(chain));
        chain.close();
        co_return;
    });
    EXPECT_EQ(reports, depth) << "the outermost was closed, the others never awaited";
}

TEST(Deep, TasksThatGatherEachOtherInACircleAreCancelled) {
    run_virtual([]() -> Coro<> {
        std::vector<AnyTask> tasks(3);
        const auto gathers_next = [&](std::size_t self) -> Coro<> {
            co_await rondo::gather(tasks[(self + 1) % tasks.size()]);
        };
        for (std::size_t self = 0; self < tasks.size(); ++self)
            tasks[self] = create_task(gathers_next(self));
        co_await rondo::sleep(1s);
        EXPECT_TRUE(tasks[0].cancel());
        co_await rondo::wait(tasks, {.timeout = 1h});
        for (const AnyTask& task : tasks) EXPECT_TRUE(task.cancelled());
    });
}

// Two tasks a level, each gathers both of the level below: a walk that visits them again and again
// does not end.
TEST(Deep, ALadderOfGatheringsIsCancelled) {
    run_virtual([]() -> Coro<> {
        const auto root = create_task(rondo::sleep(1h));
        const auto both = [](Task<> a, Task<> b) -> Coro<> { co_await rondo::gather(a, b); };
        Task<> a = root, b = root;
        for (int level = 0; level < 1000; ++level) {
            const auto c = create_task(both(a, b));
            const auto d = create_task(both(a, b));
            a = c;
            b = d;
        }
        co_await rondo::sleep(1s);
        EXPECT_TRUE(a.cancel());
        co_await rondo::wait(a, b);
        EXPECT_TRUE(root.cancelled());
        EXPECT_TRUE(a.cancelled());
        EXPECT_EQ(a.cancelling(), 1);
    });
}

TEST(Deep, TheCallGraphNamesEachOnce) {
    run_virtual([]() -> Coro<> {
        const auto root = create_task(rondo::sleep(1h));
        const auto both = [](Task<> a, Task<> b) -> Coro<> { co_await rondo::gather(a, b); };
        Task<> a = root, b = root;
        for (int level = 0; level < 30; ++level) {
            const auto c = create_task(both(a, b));
            const auto d = create_task(both(a, b));
            a = c;
            b = d;
        }
        co_await rondo::sleep(1s);
        EXPECT_LT(rondo::format_call_graph(root).size(), 100'000U);
    });
}

TEST(Deep, TheCallGraphOfALongChainIsNotWide) {
    run_virtual([]() -> Coro<> {
        const auto root = create_task(rondo::sleep(1h), "root");
        Task<> last = root;
        for (int i = 0; i < 20'000; ++i) last = create_task(awaits(last));
        co_await rondo::sleep(1s);
        const std::string graph = rondo::format_call_graph(root);
        EXPECT_LT(graph.size(), 20'000U * 1000);
        EXPECT_THAT(graph, testing::HasSubstr(", level 20000\n"));
        root.cancel();
        co_await rondo::wait(last);
    });
}

rondo::ExceptionGroup in_a_group(const auto& exception) {
    return rondo::ExceptionGroup("", {std::make_exception_ptr(exception)});
}

TEST(Deep, GroupsOfExceptionsInEachOther) {
    rondo::ExceptionGroup group = in_a_group(std::range_error("a"));
    for (int i = 1; i < depth / 10; ++i) group = in_a_group(group);

    const std::string text = group.describe();
    EXPECT_LT(text.size(), 20'000'000U);
    EXPECT_THAT(text, testing::EndsWith("\n" + std::string(38, ' ') +
                                        "- level 100000: std::range_error: a"));

    rondo::ExceptionSplit split = group.split<std::range_error>();
    EXPECT_FALSE(split.rest);
    EXPECT_EQ(split.match->describe(), text);
    int handled = 0;
    group.handle([&](const std::range_error&) { ++handled; });
    EXPECT_EQ(handled, 1);
}

}  // namespace
