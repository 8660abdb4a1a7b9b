#include "tests/support/failing_memory.hpp"
#include "tests/support/owner.hpp"
#include "tests/support/pollers.hpp"
#include "tests/support/reports.hpp"
#include "tests/support/socket_pair.hpp"
#include "tests/support/turns.hpp"

#include <rondo/loop/event_loop.hpp>

#include <gmock/gmock.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

using namespace rondo;
using namespace std::chrono_literals;
using support::Owner;
using support::run_turns;
using support::SocketPair;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

namespace {

// It is called again and again, so what is stored is passed as it lies there, and not moved away.
static_assert(RepeatedlyCallable<void (*)()>);
static_assert(RepeatedlyCallable<void (*)(int&), int>);
static_assert(!RepeatedlyCallable<void (*)(std::unique_ptr<int>), std::unique_ptr<int>>);
static_assert(!RepeatedlyCallable<int>);
static_assert(!RepeatedlyCallable<void (*)(), int>);

class DescriptorsTest : public support::OnEachPoller {
protected:
    EventLoop loop{LoopOptions{.poller = GetParam()}};
    SocketPair sockets;
    std::vector<std::string> calls;
    int owners = 0;

    auto note(std::string name) {
        return [this, name] { calls.push_back(name); };
    }
    std::vector<std::string> turn() {
        calls.clear();
        run_turns(loop);
        return calls;
    }
};

SUPPORT_ON_EACH_POLLER_THAT_WATCHES(DescriptorsTest);

TEST_P(DescriptorsTest, TheLoopHasThePollerThatWasAskedFor) {
    EXPECT_EQ(loop.poller().name(), GetParam());
}

TEST_P(DescriptorsTest, AReaderIsCalledInEachTurnInWhichThereIsSomethingToRead) {
    loop.add_reader(sockets.here(), note("reader"));
    EXPECT_THAT(turn(), IsEmpty());
    sockets.send_here("x");
    EXPECT_THAT(turn(), ElementsAre("reader"));
    EXPECT_THAT(turn(), ElementsAre("reader"));
    sockets.receive_here();
    EXPECT_THAT(turn(), IsEmpty());
}

TEST_P(DescriptorsTest, AReaderWakesALoopThatWaits) {
    loop.add_reader(sockets.here(), [&] {
        calls.push_back(sockets.receive_here());
        loop.stop();
    });
    loop.call_later(1ms, [&] { sockets.send_here("hello"); });
    loop.run_forever();
    EXPECT_THAT(calls, ElementsAre("hello"));
}

TEST_P(DescriptorsTest, AWriterIsCalledWhileThereIsRoom) {
    loop.add_writer(sockets.here(), note("writer"));
    EXPECT_THAT(turn(), ElementsAre("writer"));
    sockets.fill();
    EXPECT_THAT(turn(), IsEmpty());
    sockets.receive_there();
    EXPECT_THAT(turn(), ElementsAre("writer"));
}

TEST_P(DescriptorsTest, TheEndIsReportedToReaderAndWriter) {
    loop.add_reader(sockets.here(), note("reader"));
    loop.add_writer(sockets.here(), note("writer"));
    sockets.fill();
    EXPECT_THAT(turn(), IsEmpty());
    sockets.close_there();
    EXPECT_THAT(turn(), UnorderedElementsAre("reader", "writer"));
    EXPECT_THAT(turn(), UnorderedElementsAre("reader", "writer"));
}

TEST_P(DescriptorsTest, ArgumentsAreKeptFromCallToCall) {
    loop.add_writer(
        sockets.here(),
        [this](int& count, const std::string& name) {
            calls.push_back(name + std::to_string(++count));
        },
        0, "call ");
    turn();
    EXPECT_THAT(turn(), ElementsAre("call 2"));
}

TEST_P(DescriptorsTest, WhatIsRemovedIsNotCalled) {
    loop.add_reader(sockets.here(), note("reader"));
    loop.add_writer(sockets.here(), note("writer"));
    sockets.send_here("x");
    EXPECT_TRUE(loop.remove_reader(sockets.here()));
    EXPECT_THAT(turn(), ElementsAre("writer"));
    EXPECT_TRUE(loop.remove_writer(sockets.here()));
    EXPECT_THAT(turn(), IsEmpty());
    EXPECT_FALSE(loop.remove_reader(sockets.here()));
    EXPECT_FALSE(loop.remove_writer(sockets.here()));
}

TEST_P(DescriptorsTest, RemovingWhatWasNeverThereIsNoError) {
    EXPECT_FALSE(loop.remove_reader(sockets.here()));
    EXPECT_FALSE(loop.remove_writer(static_cast<Descriptor>(-1)));
}

TEST_P(DescriptorsTest, RemovingFreesWhatWasCaptured) {
    loop.add_reader(sockets.here(), [owner = Owner(owners)] {});
    loop.add_writer(
        sockets.here(), [](const Owner&) {}, Owner(owners));
    EXPECT_EQ(owners, 2);
    loop.remove_reader(sockets.here());
    EXPECT_EQ(owners, 1);
    loop.remove_writer(sockets.here());
    EXPECT_EQ(owners, 0);
}

TEST_P(DescriptorsTest, ASecondReaderReplacesTheFirst) {
    loop.add_reader(sockets.here(), [owner = Owner(owners)] {});
    loop.add_reader(sockets.here(), note("second"));
    EXPECT_EQ(owners, 0);
    sockets.send_here("x");
    EXPECT_THAT(turn(), ElementsAre("second"));
    EXPECT_TRUE(loop.remove_reader(sockets.here()));
    EXPECT_THAT(turn(), IsEmpty());
}

TEST_P(DescriptorsTest, AReaderMayRemoveItself) {
    loop.add_reader(sockets.here(), [this, owner = Owner(owners)] {
        EXPECT_TRUE(loop.remove_reader(sockets.here()));
        EXPECT_EQ(owners, 1);  // it is still running
        calls.push_back("reader");
    });
    sockets.send_here("x");
    EXPECT_THAT(turn(), ElementsAre("reader"));
    EXPECT_EQ(owners, 0);
    EXPECT_THAT(turn(), IsEmpty());
}

TEST_P(DescriptorsTest, AReaderMayReplaceItself) {
    loop.add_reader(sockets.here(), [this, owner = Owner(owners)] {
        loop.add_reader(sockets.here(), note("second"));
        EXPECT_EQ(owners, 1);
        calls.push_back("first");
    });
    sockets.send_here("x");
    EXPECT_THAT(turn(), ElementsAre("first"));
    EXPECT_EQ(owners, 0);
    EXPECT_THAT(turn(), ElementsAre("second"));
}

TEST_P(DescriptorsTest, AReaderMayRemoveAndAddItselfAgain) {
    std::function<void()> reader = [&] {
        loop.remove_reader(sockets.here());
        calls.push_back("reader");
        loop.add_reader(sockets.here(), std::ref(reader));
    };
    loop.add_reader(sockets.here(), std::ref(reader));
    sockets.send_here("x");
    EXPECT_THAT(turn(), ElementsAre("reader"));
    EXPECT_THAT(turn(), ElementsAre("reader"));
}

TEST_P(DescriptorsTest, WhatIsRemovedByAnEarlierCallbackOfTheBatchIsNotCalled) {
    loop.add_reader(sockets.here(), [&] {
        calls.push_back("reader");
        EXPECT_TRUE(loop.remove_writer(sockets.here()));
        EXPECT_EQ(owners, 0);
    });
    loop.add_writer(sockets.here(), [this, owner = Owner(owners)] { calls.push_back("writer"); });
    sockets.send_here("x");
    EXPECT_THAT(turn(), ElementsAre("reader"));
}

TEST_P(DescriptorsTest, WhatIsReplacedByAnEarlierCallbackOfTheBatchIsCalledInTheNext) {
    loop.add_reader(sockets.here(), [&] {
        calls.push_back("reader");
        loop.add_writer(sockets.here(), note("new writer"));
        loop.remove_reader(sockets.here());
    });
    loop.add_writer(sockets.here(), note("old writer"));
    sockets.send_here("x");
    EXPECT_THAT(turn(), ElementsAre("reader"));
    EXPECT_THAT(turn(), ElementsAre("new writer"));
}

TEST_P(DescriptorsTest, AReaderMayCloseItsDescriptor) {
    loop.add_reader(sockets.here(), [&] {
        calls.push_back("reader");
        loop.remove_reader(sockets.here());
        loop.remove_writer(sockets.here());
        sockets.close_here();
    });
    loop.add_writer(sockets.here(), note("writer"));
    sockets.send_here("x");
    EXPECT_THAT(turn(), ElementsAre("reader"));
    EXPECT_THAT(turn(), IsEmpty());
    EXPECT_TRUE(loop.poller().idle());
}

TEST_P(DescriptorsTest, AReaderThatThrowsIsCalledAgain) {
    support::Reports reports;
    reports.listen_to(loop);
    loop.add_reader(sockets.here(), [] { throw std::runtime_error("bad"); });
    sockets.send_here("x");
    turn();
    turn();
    EXPECT_EQ(reports.all.size(), 2U);
    EXPECT_THAT(reports.all, Each(StartsWith("Exception in callback | std::runtime_error: bad")));
    loop.close();
}

TEST_P(DescriptorsTest, SeveralDescriptorsAreIndependent) {
    SocketPair others;
    loop.add_reader(sockets.here(), note("sockets"));
    loop.add_reader(others.here(), note("others"));
    others.send_here("x");
    EXPECT_THAT(turn(), ElementsAre("others"));
    sockets.send_here("x");
    EXPECT_THAT(turn(), ::testing::UnorderedElementsAre("sockets", "others"));
    loop.remove_reader(others.here());
    EXPECT_THAT(turn(), ElementsAre("sockets"));
    loop.close();
}

// They may be in the batch that runs, but not longer.
TEST(WatchesThatComeAndGo, AreFreedThoughTheLoopIsBusy) {
    EventLoop loop;
    SocketPair sockets;
    long before = 0;
    int rounds = 0;
    std::function<void()> round = [&] {
        if (++rounds == 10) before = support::blocks_held();
        if (rounds == 20'000) return loop.stop();
        loop.add_reader(sockets.here(), [&rounds] { ++rounds; });
        loop.remove_reader(sockets.here());
        loop.call_soon(std::ref(round));
    };
    loop.call_soon(std::ref(round));
    loop.run_forever();
    EXPECT_LE(support::blocks_held() - before, 3);
}

}  // namespace
