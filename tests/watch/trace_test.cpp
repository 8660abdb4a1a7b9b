#include "tests/support/trace.hpp"

#include "tests/support/socket_pair.hpp"
#include "tests/support/turns.hpp"

#include <rondo/kernel/choose.hpp>
#include <rondo/rondo.hpp>

#include <iostream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

// What a page that plays a trace back finds in it, at each step.

namespace {

using namespace std::chrono_literals;
using rondo::Coro;
using rondo::create_task;
using rondo::EventLoop;
using rondo::record_trace;
using support::Json;
using support::run_turns;
using support::Trace;
using testing::ElementsAre;

const int greet_begins = __LINE__ + 1;
Coro<std::string> greet(std::string name) {
    std::cout << "Starting to greet " << name << "...\n";
    co_await rondo::sleep(1s);
    std::cout << "Finished greeting " << name << "!\n";
    co_return "Hello, " + name + "!";
}
const int greet_sleeps = greet_begins + 2;

const int main_begins = __LINE__ + 1;
Coro<> async_main() {
    auto alice = create_task(greet("Alice"), "Alice");
    auto bob = create_task(greet("Bob"), "Bob");
    std::cout << co_await alice << "\n";
    std::cout << co_await bob << "\n";
}
const int main_awaits_alice = main_begins + 3;

/// The greet program, recorded in virtual time.
class RecordedGreet : public testing::Test {
protected:
    void SetUp() override {
        std::ostringstream output;
        std::streambuf* const before = std::cout.rdbuf(output.rdbuf());
        {
            EventLoop loop({.virtual_time = true});
            record_trace(loop, trace.path());
            loop.run_until_complete(loop.create_task(async_main(), "main"));
        }
        std::cout.rdbuf(before);
        printed = output.str();
    }

    /// The frame at the top of a stack, or what there is instead.
    static std::string top(const Json& stack) {
        if (stack.empty()) return "nowhere";
        const Json& frame = stack.at(0);
        EXPECT_EQ(frame.at("file"), __FILE__);
        return frame.at("function").get<std::string>() +
               (frame.contains("line") ? ":" + frame.at("line").dump() : "");
    }

    Trace trace;
    std::string printed;
};

TEST_F(RecordedGreet, HasEachStepInItsTurn) {
    std::vector<std::string> steps;
    for (const Json& step : trace.steps())
        if (step.at("args").at("kind") == "task" || step.at("args").at("kind") == "timer")
            steps.push_back(step.at("args").at("turn").dump() + " " +
                            step.at("name").get<std::string>());
    EXPECT_THAT(steps,
                ElementsAre("1 main", "2 Alice", "2 Bob", testing::HasSubstr("sleep of Alice"),
                            testing::HasSubstr("sleep of Bob"), testing::HasSubstr("Alice"),
                            testing::HasSubstr("Bob"), testing::HasSubstr("main")));
}

TEST_F(RecordedGreet, TellsWhereATaskStandsBeforeAndAfterItsStep) {
    const auto main = trace.steps_of("main"), alice = trace.steps_of("Alice");
    const std::string asleep = "greet:" + std::to_string(greet_sleeps);
    const std::string awaiting = "async_main:" + std::to_string(main_awaits_alice);
    EXPECT_EQ(top(main.at(0).at("before")), "async_main");  // not begun: at no line yet
    EXPECT_EQ(top(main.at(0).at("after")), awaiting);
    EXPECT_EQ(top(main.at(1).at("before")), awaiting);
    EXPECT_EQ(top(main.at(1).at("after")), "nowhere");
    EXPECT_EQ(top(alice.at(0).at("before")), "greet");
    EXPECT_EQ(top(alice.at(0).at("after")), asleep);
    EXPECT_EQ(top(alice.at(1).at("before")), asleep);
    EXPECT_EQ(top(alice.at(1).at("after")), "nowhere");
}

TEST_F(RecordedGreet, TellsHowATaskEnded) {
    const auto alice = trace.steps_of("Alice");
    EXPECT_FALSE(alice.at(0).contains("end"));
    EXPECT_EQ(alice.at(1).at("end"), "returned");
}

TEST_F(RecordedGreet, HasTheReadyQueueBehindEachStep) {
    const auto alice = trace.steps_of("Alice"), bob = trace.steps_of("Bob");
    EXPECT_EQ(alice.at(0).at("batch"), Json({"Bob"}));
    EXPECT_EQ(alice.at(0).at("queued"), Json::array());
    EXPECT_EQ(alice.at(1).at("batch"), Json({"Bob"}));
    EXPECT_EQ(bob.at(1).at("batch"), Json::array());
    EXPECT_EQ(bob.at(1).at("queued"), Json({"main"}));
}

TEST_F(RecordedGreet, HasTheTimersAndTheTimeOfTheLoop) {
    const auto bob = trace.steps_of("Bob");
    EXPECT_EQ(bob.at(0).at("loop_time"), 0);
    EXPECT_EQ(bob.at(0).at("timers"), Json({{{"name", "sleep of Alice"}, {"deadline", 1000000}}}));
    EXPECT_EQ(bob.at(1).at("loop_time"), 1000000);
    EXPECT_EQ(bob.at(1).at("timers"), Json::array());
}

TEST_F(RecordedGreet, TellsWhoAwaitsWhom) {
    const Json bob = trace.steps_of("Bob").at(0);
    std::vector<std::string> tasks;
    for (const Json& task : bob.at("tasks"))
        tasks.push_back(task.at("name").get<std::string>() + " " +
                        task.at("state").get<std::string>() + " " + task.value("awaits", "-") +
                        " " + top(task.at("stack")));
    EXPECT_THAT(tasks,
                ElementsAre("main waiting Alice async_main:" + std::to_string(main_awaits_alice),
                            "Alice waiting sleep of Alice greet:" + std::to_string(greet_sleeps),
                            "Bob running - greet"));
}

TEST_F(RecordedGreet, HasWhatEachStepPrintedAndItIsPrintedAllTheSame) {
    std::string output;
    for (const Json& step : trace.steps()) output += step.at("args").at("output");
    EXPECT_EQ(output, printed);
    EXPECT_EQ(trace.steps_of("Bob").at(1).at("output"), "Finished greeting Bob!\n");
    EXPECT_EQ(trace.steps_of("main").at(1).at("output"), "Hello, Alice!\nHello, Bob!\n");
}

TEST_F(RecordedGreet, HasTheWholeMomentAtTheBeginningOfEachTurn) {
    const auto turns = trace.events_with("name", "turn");
    const Json& second = turns.at(1).at("args");
    EXPECT_EQ(second.at("turn"), 2);
    EXPECT_EQ(second.at("batch"), Json::array());
    EXPECT_EQ(second.at("queued"), Json({"Alice", "Bob"}));
    EXPECT_EQ(second.at("tasks").size(), 3U);
    EXPECT_EQ(second.at("tasks").at(1).at("state"), "new");
    const Json& third = turns.at(2).at("args");  // nothing to do but wait
    EXPECT_EQ(third.at("queued"), Json::array());
    EXPECT_EQ(third.at("timers").size(), 2U);
}

TEST_F(RecordedGreet, TellsWhenTheLoopWaitedAndWhichTimersWereDue) {
    const auto waits = trace.events_with("name", "wait");
    EXPECT_GT(waits.size(), 0U);
    EXPECT_EQ(waits.back().at("args").at("loop_time"), 1000000);
    const auto due = trace.events_with("name", "timers due");
    EXPECT_EQ(due.at(0).at("args").at("nodes"), Json({"sleep of Alice", "sleep of Bob"}));
}

TEST_F(RecordedGreet, CountsWhatThereIsWheneverThatChanges) {
    std::vector<int> tasks;
    for (const Json& event : trace.events_with("ph", "C"))
        if (event.at("name") == "tasks") tasks.push_back(event.at("args").at("count"));
    EXPECT_THAT(tasks, ElementsAre(1, 3, 2, 1, 0));
}

TEST_F(RecordedGreet, TellsOnWhatItRan) {
    const auto kernel = rondo::make_poller();
    const Json recording = trace.events_with("name", "recording").at(0).at("args");
    EXPECT_EQ(recording.at("virtual_time"), true);
    EXPECT_EQ(recording.at("poller"), kernel->name());
}

// What https://ui.perfetto.dev and chrome://tracing ask of an event.
TEST_F(RecordedGreet, HasOnlyEventsThatViewersKnow) {
    double latest = 0;
    for (const Json& event : trace.events()) {
        const std::string phase = event.at("ph");
        EXPECT_THAT(phase, testing::AnyOf("X", "i", "C", "M"));
        EXPECT_TRUE(event.at("name").is_string() && event.at("args").is_object());
        EXPECT_TRUE(event.at("pid").is_number() && event.at("tid").is_number());
        if (phase == "X") {
            EXPECT_GE(event.at("dur"), 0);
            EXPECT_GE(event.at("ts"), latest) << "steps overlap";
            latest = event.at("ts").get<double>() + event.at("dur").get<double>();
        }
        EXPECT_EQ(event.contains("s"), phase == "i");
    }
}

const int fails_after = __LINE__ + 2;
Coro<> fail_later() {
    co_await rondo::sleep(0s);
    throw std::runtime_error("no \"such\" file");
}

class Recorded : public testing::Test {
protected:
    Trace trace;
};

TEST_F(Recorded, AStackOfCoroutinesTheInnermostFirst) {
    EventLoop loop({.virtual_time = true});
    record_trace(loop, trace.path());
    const auto middle = []() -> Coro<> { co_await fail_later(); };
    const auto outer = [&]() -> Coro<> { co_await middle(); };
    EXPECT_THROW(loop.run_until_complete(outer()), std::runtime_error);
    const Json stack = trace.steps().at(0).at("args").at("after");
    EXPECT_EQ(stack.size(), 3U);
    EXPECT_EQ(stack.at(0).at("function"), "fail_later");
    EXPECT_EQ(stack.at(0).at("line"), fails_after);
    EXPECT_EQ(stack.at(2).at("function"), "operator()");
}

TEST_F(Recorded, ExceptionsAndCancellationsThatEndATask) {
    EventLoop loop({.virtual_time = true});
    record_trace(loop, trace.path());
    auto main = []() -> Coro<> {
        auto fails = create_task(fail_later(), "fails");
        auto cancelled = create_task(rondo::sleep(1h), "cancelled");
        try {
            co_await fails;
        } catch (const std::runtime_error&) {}
        cancelled.cancel();
        co_await rondo::wait(cancelled);
    };
    loop.run_until_complete(main());
    EXPECT_EQ(trace.steps_of("fails").at(1).at("end"), "std::runtime_error: no \"such\" file");
    EXPECT_EQ(trace.steps_of("cancelled").at(1).at("end"), "cancelled");
}

TEST_F(Recorded, CallbacksTimersAndDescriptorsByTheirKind) {
    support::SocketPair sockets;
    EventLoop loop;
    record_trace(loop, trace.path());
    loop.add_reader(sockets.here(), [] {});
    sockets.send_here("x");
    loop.call_soon([] {});
    loop.call_at(rondo::TimePoint::min(), [] {});
    loop.call_at(rondo::never, [] {});
    const auto future = loop.create_future();
    future.add_done_callback([](const rondo::Future<>&) {});
    future.set_result();
    run_turns(loop);
    std::vector<std::string> kinds;
    for (const Json& step : trace.steps()) kinds.push_back(step.at("args").at("kind"));
    EXPECT_THAT(kinds, ElementsAre("callback", "callback", "release", "descriptor", "timer"));
    const Json args = trace.steps().at(0).at("args");
    const Json watch = args.at("descriptors").at(0);
    EXPECT_EQ(watch.at("descriptor"), sockets.here());
    EXPECT_EQ(watch.at("direction"), "read");
    EXPECT_EQ(watch.at("bytes"), 1);
    EXPECT_EQ(args.at("timers").at(0).at("deadline"), nullptr);
    const auto reported = trace.events_with("name", "kernel reported");
    EXPECT_EQ(reported.at(0).at("args").at("nodes").size(), 1U);
}

TEST_F(Recorded, ForWhomACallbackIsCalled) {
    EventLoop loop({.virtual_time = true});
    record_trace(loop, trace.path());
    auto main = []() -> Coro<> {
        auto child = create_task(rondo::sleep(0s), "child");
        co_await rondo::gather(child);
    };
    loop.run_until_complete(main());
    const auto steps = trace.steps_of("end of child");
    EXPECT_EQ(steps.at(0).at("on_behalf_of"), "future");
}

TEST_F(Recorded, LongListsByTheirBeginningAndHowManyAreLeftOut) {
    EventLoop loop({.virtual_time = true});
    record_trace(loop, trace.path());
    for (int number = 0; number < 130; ++number) loop.call_soon([] {});
    for (int number = 0; number < 101; ++number) loop.call_later(1h, [] {});
    run_turns(loop);
    const Json first = trace.steps().front().at("args"), last = trace.steps().back().at("args");
    EXPECT_EQ(first.at("batch").size(), 100U);
    EXPECT_EQ(first.at("left_out"), Json({{"batch", 29}, {"timers", 1}}));
    EXPECT_EQ(last.at("left_out"), Json({{"timers", 1}}));
}

TEST_F(Recorded, HowLongAStepTakesInRealTime) {
    EventLoop loop({.virtual_time = true});
    record_trace(loop, trace.path());
    loop.call_soon([] { std::this_thread::sleep_for(3ms); });
    run_turns(loop);
    EXPECT_GE(trace.steps().at(0).at("dur"), 3000);
}

TEST_F(Recorded, FromTheNextTurnOnIfItBeginsWithinAStep) {
    EventLoop loop({.virtual_time = true});
    loop.call_soon([&] { record_trace(loop, trace.path()); });
    loop.call_soon([] {});
    run_turns(loop);
    EXPECT_EQ(trace.steps().size(), 0U);
    loop.call_soon([] {});
    run_turns(loop);
    EXPECT_EQ(trace.steps().size(), 1U);
}

TEST_F(Recorded, NothingThatOthersPrint) {
    std::ostringstream sink;
    std::streambuf* const before = std::cout.rdbuf(sink.rdbuf());
    {
        EventLoop loop({.virtual_time = true});
        record_trace(loop, trace.path());
        std::cout << "before\n";
        loop.call_soon([] {
            std::cout << "here" << ' ';
            std::thread([] { std::cout << "from another thread\n"; }).join();
            std::cout.put('!').flush();
        });
        run_turns(loop);
        std::cout << "after\n";
    }
    std::cout.rdbuf(before);
    EXPECT_EQ(trace.steps().at(0).at("args").at("output"), "here !");
    EXPECT_EQ(sink.str(), "before\nhere from another thread\n!after\n");
}

}  // namespace
