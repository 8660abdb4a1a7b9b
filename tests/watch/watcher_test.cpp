#include "tests/support/recording_node.hpp"
#include "tests/support/scripted_poller.hpp"
#include "tests/support/turns.hpp"

#include <rondo/loop/event_loop.hpp>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

namespace {

using namespace std::chrono_literals;
using rondo::Direction;
using rondo::EventLoop;
using rondo::Node;
using rondo::NodeQueue;
using rondo::Watcher;
using support::Names;
using support::run_turns;
using testing::ElementsAre;

/// How many nodes there are in a line.
std::string count(const NodeQueue& nodes) {
    int number = 0;
    for (const Node* node = nodes.front(); node != nullptr; node = node->next) ++number;
    return std::to_string(number);
}

/// Writes each call into a list.
class NotingWatcher final : public Watcher {
public:
    explicit NotingWatcher(Names& notes, std::string prefix = "")
        : notes_(notes), prefix_(std::move(prefix)) {}
    ~NotingWatcher() override { note("gone"); }

    void turn_begins() override { note("turn"); }
    void kernel_reported(const NodeQueue& nodes) override { note("kernel " + count(nodes)); }
    void timers_due(const NodeQueue& nodes) override { note("timers " + count(nodes)); }
    void batch_begins(NodeQueue& nodes) override { note("batch " + count(nodes)); }
    void step_begins(Node&, const NodeQueue& behind) override { note("begins " + count(behind)); }
    void step_ended() override { note("ended"); }

private:
    void note(const std::string& what) { notes_.push_back(prefix_ + what); }

    Names& notes_;
    std::string prefix_;
};

class ReversingWatcher final : public Watcher {
public:
    void batch_begins(NodeQueue& nodes) override {
        NodeQueue reversed;
        while (Node* first = nodes.pop()) {
            NodeQueue front;
            front.push(*first);
            front.append(reversed);
            reversed.append(front);
        }
        nodes.append(reversed);
    }
};

class Watchers : public testing::Test {
protected:
    Names notes;
    support::ScriptedPoller* kernel = new support::ScriptedPoller;
    EventLoop loop{std::unique_ptr<rondo::Poller>(kernel)};
    support::RecordingNode ready{notes, "ready"};

    std::function<void()> note(std::string name) {
        return [this, name] { notes.push_back(name); };
    }
    void watch(std::string prefix = "") {
        loop.add_watcher(std::make_unique<NotingWatcher>(notes, std::move(prefix)));
    }
    void TearDown() override { loop.close(); }  // while there is something to note in
};

TEST_F(Watchers, HearOfTheTurnTheKernelTheTimersTheBatchAndEachStep) {
    watch();
    loop.poller().watch(3, Direction::read, ready);
    kernel->script.push_back([&](NodeQueue& reported) { reported.push(ready); });
    loop.call_later(0s, note("timer"));
    loop.call_soon(note("soon"));
    run_turns(loop);
    EXPECT_THAT(notes, ElementsAre("turn", "kernel 1", "timers 1", "batch 3",  //
                                   "begins 2", "soon", "ended",                //
                                   "begins 1", "ready", "ended",               //
                                   "begins 0", "timer", "ended"));
}

TEST_F(Watchers, HearOfATurnInWhichNothingHappens) {
    watch();
    loop.poller().watch(3, Direction::read, ready);
    run_turns(loop);
    EXPECT_THAT(notes, ElementsAre("turn", "kernel 0", "timers 0", "batch 0"));
}

TEST_F(Watchers, AreToldInTheOrderInWhichTheyCame) {
    watch("a: ");
    watch("b: ");
    loop.call_soon(note("soon"));
    run_turns(loop);
    EXPECT_THAT(notes, ElementsAre("a: turn", "b: turn", "a: kernel 0", "b: kernel 0",        //
                                   "a: timers 0", "b: timers 0", "a: batch 1", "b: batch 1",  //
                                   "a: begins 0", "b: begins 0", "soon", "a: ended", "b: ended"));
}

TEST_F(Watchers, MayReorderTheBatch) {
    loop.add_watcher(std::make_unique<ReversingWatcher>());
    for (const char* name : {"first", "second", "third"}) loop.call_soon(note(name));
    run_turns(loop);
    EXPECT_THAT(notes, ElementsAre("third", "second", "first"));
}

TEST_F(Watchers, SeeWhatAStepQueuesBehindTheBatch) {
    std::string queued;
    loop.call_soon([&] {
        loop.call_soon(note("next turn"));
        queued = count(loop.ready());
    });
    run_turns(loop);
    EXPECT_EQ(queued, "1");
}

TEST_F(Watchers, AddedDuringAStepSeeTheNextTurn) {
    loop.call_soon([&] { watch(); });
    loop.call_soon(note("second step"));
    run_turns(loop);
    EXPECT_THAT(notes, ElementsAre("second step"));
    notes.clear();
    run_turns(loop);
    EXPECT_THAT(notes, ElementsAre("turn", "kernel 0", "timers 0", "batch 0"));
}

TEST_F(Watchers, AddedWhileOthersWatchSeeTheNextTurnToo) {
    watch("a: ");
    loop.call_soon([&] { watch("b: "); });
    loop.call_soon(note("second step"));
    run_turns(loop);
    EXPECT_THAT(notes, testing::Not(testing::Contains(testing::StartsWith("b: "))));
    run_turns(loop);
    EXPECT_THAT(notes, testing::Contains("b: turn"));
}

TEST_F(Watchers, GoWhenTheLoopIsClosed) {
    watch();
    EXPECT_THAT(notes, testing::IsEmpty());
    loop.close();
    EXPECT_THAT(notes, ElementsAre("gone"));
}

TEST_F(Watchers, DoNotChangeWhatRunsInWhichTurn) {
    watch("- ");
    loop.call_soon([&] {
        notes.emplace_back("first");
        loop.call_soon(note("next turn"));
    });
    loop.call_soon(note("second")).cancel();
    run_turns(loop);
    std::erase_if(notes, [](const std::string& what) { return what.starts_with("- "); });
    EXPECT_THAT(notes, ElementsAre("first"));
}

TEST_F(Watchers, FindTheArmedTimersInTheOrderInWhichTheyWillFire) {
    const auto at = [&](auto delay) { return loop.call_later(delay, [] {}).when(); };
    const auto third = at(2h), first = at(5us), second = at(1s);
    loop.call_later(3h, [] {}).cancel();
    std::vector<rondo::TimePoint> deadlines;
    for (const rondo::TimerNode* timer : loop.armed_timers()) deadlines.push_back(timer->when);
    EXPECT_THAT(deadlines, ElementsAre(first, second, third));
}

TEST_F(Watchers, FindTimersOfEqualDeadlinesInTheOrderOfArming) {
    struct Named final : rondo::TimerNode {
        Named(rondo::TimePoint deadline, int its_number)
            : TimerNode(deadline), number(its_number) {}
        void run() noexcept override {}
        int number;
    };
    for (const auto delay : {0ns, std::chrono::nanoseconds(1s)}) {  // in the heap, on the wheel
        std::vector<std::unique_ptr<Named>> timers;
        for (int number = 0; number < 9; ++number) {
            timers.push_back(std::make_unique<Named>(loop.time() + delay, number));
            loop.arm(*timers.back());
        }
        std::vector<int> numbers;
        for (const rondo::TimerNode* timer : loop.armed_timers())
            numbers.push_back(static_cast<const Named*>(timer)->number);
        EXPECT_THAT(numbers, ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8));
        for (const auto& timer : timers) loop.disarm(*timer);
    }
}

TEST_F(Watchers, FindTheWatchedDescriptors) {
    loop.add_reader(3, [] {});
    loop.add_writer(3, [] {});
    loop.add_reader(4, [] {});
    loop.remove_reader(4);
    EXPECT_THAT(loop.watched_descriptors(),
                ElementsAre(std::pair(3, Direction::read), std::pair(3, Direction::write)));
}

/// Fails when a step begins.
class FailingWatcher final : public Watcher {
public:
    explicit FailingWatcher(Names& notes) : notes_(notes) {}
    ~FailingWatcher() override { notes_.push_back("dismissed"); }
    void step_begins(Node&, const NodeQueue&) override { throw std::runtime_error("no more"); }

private:
    Names& notes_;
};

TEST_F(Watchers, ThatFailAreReportedAndLookOnNoMore) {
    Names reports;
    loop.set_exception_handler([&](EventLoop&, const rondo::ErrorContext& context) {
        reports.push_back(context.message);
    });
    loop.add_watcher(std::make_unique<FailingWatcher>(notes));
    watch("- ");
    loop.call_soon(note("first"));
    loop.call_soon(note("second"));
    run_turns(loop, 2);
    EXPECT_THAT(reports, ElementsAre("Exception in a watcher, which looks on no more"));
    EXPECT_THAT(notes, testing::IsSupersetOf({"dismissed", "first", "second", "- begins 0"}));
    loop.set_exception_handler({});
}

TEST_F(Watchers, AreRefusedByALoopThatIsClosed) {
    loop.close();
    EXPECT_THROW(watch(), rondo::RuntimeError);
}

}  // namespace
