#include "tests/support/run_virtual.hpp"
#include "tests/support/turns.hpp"

#include <rondo/rondo.hpp>

#include <cstdio>
#include <string>
#include <vector>

// Who awaits whom, as format_call_graph and format_tasks tell it.

namespace {

using namespace std::chrono_literals;
using rondo::AnyTask;
using rondo::Coro;
using rondo::create_task;
using rondo::EventLoop;
using rondo::format_call_graph;
using rondo::format_tasks;
using rondo::Task;
using support::run_virtual;

/// "name, this file:line", as the graph has it.
std::string place(const std::string& function, int line) {
    return function + ", " + __FILE__ + ":" + std::to_string(line);
}

const int leaf_line = __LINE__ + 1;
Coro<> leaf() { co_await rondo::sleep(1s); }
const int branch_line = __LINE__ + 1;
Coro<> branch() { co_await leaf(); }
const int waits_line = __LINE__ + 1;
Coro<> waits_for(rondo::AnyFuture future) { co_await future; }

/// Takes the graph's lines that say who is awaited by whom: "A", "  B".
std::string names_in(const std::string& graph) {
    std::string names;
    for (std::size_t begin = 0; begin < graph.size(); begin = graph.find('\n', begin) + 1) {
        const std::string line = graph.substr(begin, graph.find('\n', begin) - begin);
        const std::size_t star = line.find("* ");
        if (star != line.npos) names += std::string(star / 5, '.') + line.substr(star + 2) + "\n";
    }
    return names;
}

/// Lets what was started get to where it waits.
Coro<> settle() {
    for (int turn = 0; turn < 3; ++turn) co_await rondo::sleep(0s);
}

TEST(CallGraph, ShowsAChainOfTasksWithTheirCoroutines) {
    run_virtual([]() -> Coro<> {
        auto a = create_task(branch(), "a");
        auto b = create_task(waits_for(a), "b");
        auto c = create_task(waits_for(b), "c");
        co_await settle();
        EXPECT_EQ(format_call_graph(a),
                  "* a\n"
                  "  + Call stack:\n"
                  "  |   " +
                      place("leaf", leaf_line) +
                      "\n"
                      "  |   " +
                      place("branch", branch_line) +
                      "\n"
                      "  + Awaited by:\n"
                      "     * b\n"
                      "       + Call stack:\n"
                      "       |   " +
                      place("waits_for", waits_line) +
                      "\n"
                      "       + Awaited by:\n"
                      "          * c\n"
                      "            + Call stack:\n"
                      "            |   " +
                      place("waits_for", waits_line) + "\n");
        co_await c;
    });
}

TEST(CallGraph, ShowsSeveralThatAwaitTheSameInTheirOrder) {
    run_virtual([]() -> Coro<> {
        auto a = create_task(leaf(), "a");
        auto b = create_task(waits_for(a), "b");
        auto c = create_task(waits_for(a), "c");
        co_await settle();
        EXPECT_EQ(names_in(format_call_graph(a)), "a\n.b\n.c\n");
        co_await c;
    });
}

TEST(CallGraph, OfAFutureShowsThoseThatAwaitIt) {
    run_virtual([]() -> Coro<> {
        const auto future = rondo::get_running_loop().create_future();
        auto a = create_task(waits_for(future), "a");
        co_await settle();
        EXPECT_EQ(names_in(format_call_graph(future)), "future\n.a\n");
        future.set_result();
        co_await a;
    });
}

TEST(CallGraph, LeadsThroughGather) {
    run_virtual([]() -> Coro<> {
        auto a = create_task(leaf(), "a"), b = create_task(leaf(), "b");
        auto gathers = [&]() -> Coro<> { co_await rondo::gather(a, b); };
        auto c = create_task(gathers(), "c");
        co_await settle();
        EXPECT_EQ(names_in(format_call_graph(a)), "a\n.future\n..c\n");
        EXPECT_EQ(names_in(format_call_graph(b)), "b\n.future\n..c\n");
        co_await c;
    });
}

TEST(CallGraph, LeadsThroughShieldAndWait) {
    run_virtual([]() -> Coro<> {
        auto a = create_task(leaf(), "a");
        auto shields = [&]() -> Coro<> { co_await rondo::shield(a); };
        auto b = create_task(shields(), "b");
        auto waits = [&]() -> Coro<> {
            std::vector tasks{a};
            co_await rondo::wait(tasks);
        };
        auto c = create_task(waits(), "c");
        co_await settle();
        EXPECT_EQ(names_in(format_call_graph(a)), "a\n.future\n..b\n.future\n..c\n");
        co_await b;
        co_await c;
    });
}

TEST(CallGraph, LeadsThroughTimeouts) {
    run_virtual([]() -> Coro<> {
        auto a = create_task(leaf(), "a");
        auto in_time = [&]() -> Coro<> { co_await rondo::wait_for(a, 1h); };
        auto b = create_task(in_time(), "b");
        auto in_scope = [&]() -> Coro<> {
            const auto body = [&](rondo::Timeout&) -> Coro<> { co_await a; };
            co_await rondo::async_with(rondo::timeout(1h), body);
        };
        auto c = create_task(in_scope(), "c");
        co_await settle();
        EXPECT_EQ(names_in(format_call_graph(a)), "a\n.b\n.c\n");
        co_await c;
    });
}

TEST(CallGraph, LeadsToTheTaskThatIsAtTheEndOfItsTaskGroup) {
    run_virtual([]() -> Coro<> {
        AnyTask child;
        auto with_group = [&]() -> Coro<> {
            const auto body = [&](rondo::TaskGroup& group) -> Coro<> {
                child = group.create_task(leaf(), "child");
                co_return;
            };
            co_await rondo::async_with(rondo::TaskGroup(), body);
        };
        auto parent = create_task(with_group(), "parent");
        co_await settle();
        EXPECT_EQ(names_in(format_call_graph(child)), "child\n.parent\n");
        co_await parent;
    });
}

TEST(CallGraph, LeadsThroughAsCompleted) {
    run_virtual([]() -> Coro<> {
        std::vector<Task<>> tasks{create_task(leaf(), "a"), create_task(leaf(), "b")};
        auto awaits_all = [&]() -> Coro<> {
            for (auto&& next : rondo::as_completed(tasks)) co_await std::move(next);
        };
        auto c = create_task(awaits_all(), "c");
        co_await settle();
        EXPECT_EQ(names_in(format_call_graph(tasks[1])), "b\n.future\n..c\n");
        co_await c;
    });
}

TEST(CallGraph, NamesACircleOnceMoreAndStops) {
    EventLoop loop({.virtual_time = true});
    loop.set_exception_handler([](EventLoop&, const rondo::ErrorContext&) {});
    AnyTask a, b;
    const auto awaits = [](AnyTask& other) -> Coro<> { co_await other; };
    a = loop.create_task(awaits(b), "a");
    b = loop.create_task(awaits(a), "b");
    support::run_turns(loop, 2);
    EXPECT_EQ(names_in(format_call_graph(a)), "a\n.b\n..a (see above)\n");
    a.cancel();
    support::run_turns(loop, 4);
}

TEST(CallGraph, OfATaskThatIsDoneIsItsName) {
    run_virtual([]() -> Coro<> {
        auto a = create_task(leaf(), "a");
        co_await a;
        EXPECT_EQ(format_call_graph(a), "* a (done)\n");
    });
}

TEST(CallGraph, OfATaskThatHasNotBegunTellsNoLine) {
    run_virtual([]() -> Coro<> {
        auto a = create_task(leaf(), "a");
        EXPECT_EQ(format_call_graph(a),
                  std::string("* a\n  + Call stack:\n  |   leaf, ") + __FILE__ + ", not begun\n");
        co_await a;
    });
}

TEST(CallGraph, OfTheRunningTaskIsPrinted) {
    testing::internal::CaptureStdout();
    run_virtual([]() -> Coro<> {
        rondo::AnyTask(rondo::current_task()).set_name("main");
        co_await rondo::sleep(0s);
        rondo::print_call_graph();
    });
    EXPECT_THAT(testing::internal::GetCapturedStdout(),
                testing::AllOf(testing::StartsWith("* main\n  + Call stack:\n  |   operator()"),
                               testing::HasSubstr("call_graph_test.cpp:")));
}

TEST(CallGraph, OfTheRunningTaskIsRefusedOutsideOfTasks) {
    EXPECT_THROW(rondo::print_call_graph(), rondo::RuntimeError);
}

TEST(TaskList, HasALineForEachTaskThatIsNotDone) {
    run_virtual([]() -> Coro<> {
        rondo::current_task().set_name("main");
        auto done = create_task(rondo::sleep(0s), "done");
        auto asleep = create_task(leaf(), "asleep");
        auto waiting = create_task(waits_for(asleep), "waiting");
        const auto future = rondo::get_running_loop().create_future();
        auto for_future = create_task(waits_for(future), "for future");
        co_await settle();
        auto fresh = create_task(leaf(), "new");
        const std::string here = std::string(", ") + __FILE__;
        const std::string list = format_tasks(rondo::get_running_loop());
        EXPECT_THAT(list, testing::StartsWith("main (operator()" + here + ":"));
        EXPECT_EQ(list.substr(list.find('\n') - 9),
                  ", running\n"
                  "asleep (" +
                      place("leaf", leaf_line) + "), awaits sleep of asleep\n" + "waiting (" +
                      place("waits_for", waits_line) + "), awaits asleep\n" + "for future (" +
                      place("waits_for", waits_line) + "), awaits future\n" + "new (leaf" + here +
                      "), not begun\n");
        future.set_result();
        for (auto& task : {waiting, for_future, fresh}) co_await task;
    });
}

TEST(TaskList, OfALoopWithoutTasksIsEmpty) {
    const EventLoop loop;
    EXPECT_EQ(format_tasks(loop), "");
}

}  // namespace
