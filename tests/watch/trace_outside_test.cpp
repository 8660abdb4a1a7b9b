#include "tests/support/socket_pair.hpp"
#include "tests/support/trace.hpp"
#include "tests/support/transfer.hpp"
#include "tests/support/turns.hpp"

#include <rondo/rondo.hpp>

#include <future>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

// What a trace tells of the world outside of the steps: the descriptors, and the program that runs
// the loop.

namespace {

using rondo::EventLoop;
using rondo::record_trace;
using support::Json;
using support::run_turns;
using support::Trace;
using testing::ElementsAre;

class TraceOfTheOutside : public testing::Test {
protected:
    void TearDown() override { std::cout.rdbuf(before_); }

    /// The descriptors at the beginning of a turn.
    Json descriptors(std::size_t turn) {
        return trace.events_with("name", "turn").at(turn).at("args").at("descriptors");
    }
    /// What was printed between steps, piece by piece.
    std::vector<std::string> outputs() {
        std::vector<std::string> found;
        for (const Json& event : trace.events_with("name", "output"))
            found.push_back(event.at("args").at("output"));
        return found;
    }

    Trace trace;
    support::SocketPair sockets;
    std::ostringstream printed;

private:
    std::streambuf* before_ = std::cout.rdbuf(printed.rdbuf());
};

TEST_F(TraceOfTheOutside, HasWhatAnOperationAskedForAndTheBytesThatHaveCome) {
    std::vector<std::string> ended;
    support::Receiving first(ended, "first", sockets.here(), 2);
    support::Receiving second(ended, "second", sockets.here(), 100);
    EventLoop loop;
    record_trace(loop, trace.path());
    (void)loop.poller().submit(first);
    (void)loop.poller().submit(second);
    sockets.send_here("hello");
    run_turns(loop, 2);
    const Json waits = descriptors(0);
    ASSERT_EQ(waits.size(), 2U);
    EXPECT_EQ(waits.at(0), Json({{"descriptor", sockets.here()},
                                 {"direction", "read"},
                                 {"name", "support::Receiving"},
                                 {"bytes", 5}}));
    EXPECT_EQ(descriptors(1), Json::array());
    EXPECT_THAT(ended, ElementsAre("first", "second"));
}

TEST_F(TraceOfTheOutside, HasNoBytesOfOneWhoWantsToWrite) {
    EventLoop loop;
    record_trace(loop, trace.path());
    loop.add_writer(sockets.here(), [] {});
    run_turns(loop);
    EXPECT_EQ(descriptors(0).at(0).at("direction"), "write");
    EXPECT_FALSE(descriptors(0).at(0).contains("bytes"));
}

TEST_F(TraceOfTheOutside, HasWhatTheProgramPrintsBeforeBetweenAndAfter) {
    {
        EventLoop loop({.virtual_time = true});
        record_trace(loop, trace.path());
        std::cout << "before\n";
        loop.call_soon([] { std::cout << "within\n"; });
        run_turns(loop);
        std::cout << "bet"
                  << "ween\n";
        loop.call_soon([] {});
        run_turns(loop);
        std::cout << "after\n";
    }
    EXPECT_THAT(outputs(), ElementsAre("before\n", "between\n", "after\n"));
    EXPECT_EQ(trace.steps().at(0).at("args").at("output"), "within\n");
    EXPECT_EQ(printed.str(), "before\nwithin\nbetween\nafter\n");
}

TEST_F(TraceOfTheOutside, HasItInTheOrderInWhichItHappened) {
    EventLoop loop({.virtual_time = true});
    record_trace(loop, trace.path());
    std::cout << "before\n";
    loop.call_soon([] {});
    run_turns(loop);
    std::vector<std::string> names;
    for (const Json& event : trace.events())
        if (event.at("ph") == "i") names.push_back(event.at("name"));
    EXPECT_THAT(names, ElementsAre("recording", "output", "turn"));
}

TEST_F(TraceOfTheOutside, HasNothingThatIsPrintedWhileAnotherLoopOfTheThreadIsRecorded) {
    EventLoop loop({.virtual_time = true});
    record_trace(loop, trace.path());
    {
        EventLoop other({.virtual_time = true});
        record_trace(other, trace.path("other.json"));
        std::cout << "of the other\n";
    }
    loop.call_soon([] {});
    run_turns(loop);
    std::cout << "of the first again\n";
    loop.close();
    EXPECT_THAT(outputs(), ElementsAre("of the first again\n"));
}

// A loop that is made here and runs in another thread: it hears that thread.
TEST_F(TraceOfTheOutside, HasNothingThatOtherThreadsPrintMeanwhile) {
    EventLoop loop;
    record_trace(loop, trace.path());
    std::promise<void> runs, printed_here;
    loop.call_soon([&] {
        std::cout << "within\n";
        runs.set_value();
        printed_here.get_future().wait();
    });
    std::thread thread([&] { run_turns(loop); });
    runs.get_future().wait();
    std::cout << "here, in a line that needs memory of its own\n";
    printed_here.set_value();
    thread.join();
    loop.close();
    EXPECT_THAT(outputs(), testing::IsEmpty());
    EXPECT_EQ(trace.steps().at(0).at("args").at("output"), "within\n");
}

// The loop goes, its thread goes on, and another recorded loop keeps std::cout tapped.
TEST_F(TraceOfTheOutside, IsNotTouchedByAThreadThatPrintsAfterItsEnd) {
    const Trace other;
    EventLoop another;
    record_trace(another, other.path());
    auto loop = std::make_unique<EventLoop>();
    record_trace(*loop, trace.path());
    std::promise<void> ran, gone;
    std::thread thread([&] {
        run_turns(*loop);
        ran.set_value();
        gone.get_future().wait();
        std::cout << "good-bye, in a line that needs memory of its own\n";
    });
    ran.get_future().wait();
    loop.reset();
    gone.set_value();
    thread.join();
    EXPECT_EQ(printed.str(), "good-bye, in a line that needs memory of its own\n");
    EXPECT_THAT(outputs(), testing::IsEmpty());
}

}  // namespace
