// What remains of a watch that was removed: nothing, once the kernel's last report has run.
#include "tests/support/scripted_poller.hpp"
#include "tests/support/turns.hpp"

#include <rondo/loop/event_loop.hpp>

#include <set>

using namespace rondo;
using support::run_turns;

namespace {

#ifndef RONDO_NO_POOL

/// Notes where the callbacks lie that it is asked to queue.
class NotingPoller final : public Poller {
public:
    const char* name() const override { return kernel_.name(); }
    TimePoint now() const override { return kernel_.now(); }
    void wake() noexcept override { kernel_.wake(); }
    void wait(TimePoint until, NodeQueue& ready) override { kernel_.wait(until, ready); }
    void watch(Descriptor, Direction, Node& node) override {
        places.insert(&node);
        ++pending_;
    }
    bool unwatch(Descriptor, Direction) override { return pending_-- > 0; }
    bool submit(Operation& operation) override { return kernel_.submit(operation); }
    bool cancel(Operation& operation) override { return kernel_.cancel(operation); }
    void cancel_all(NodeQueue&) noexcept override { pending_ = 0; }
    void forget(Descriptor) override {}
    void close_descriptor(Descriptor, NodeQueue&) noexcept override {}

    std::set<const Node*> places;

private:
    support::ScriptedPoller kernel_;
};

struct RemovedWatches : testing::Test {
    NotingPoller* kernel = new NotingPoller;
    EventLoop loop{std::unique_ptr<Poller>(kernel)};
};

// The memory of those before serves those that come: a server that runs for months needs no more.
TEST_F(RemovedWatches, LeaveNoMemoryBehind) {
    loop.add_reader(1, [] {});  // so that the kernel is asked in each turn
    for (int number = 0; number < 1000; ++number) {
        loop.add_reader(2, [] {});
        loop.remove_reader(2);
        run_turns(loop);
    }
    EXPECT_LT(kernel->places.size(), 10U);
}

TEST_F(RemovedWatches, LeaveNoMemoryBehindWhenTheyWereReplaced) {
    for (int number = 0; number < 1000; ++number) {
        loop.add_reader(1, [] {});
        run_turns(loop);
    }
    EXPECT_LT(kernel->places.size(), 10U);
}

#endif

}  // namespace
