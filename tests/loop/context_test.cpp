// A callback runs in the context in which it was registered.
#include "tests/support/socket_pair.hpp"
#include "tests/support/turns.hpp"

#include <rondo/base/context.hpp>
#include <rondo/loop/event_loop.hpp>
#include <rondo/loop/watcher.hpp>

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

using namespace rondo;
using namespace std::chrono_literals;
using support::run_turns;
using support::SocketPair;
using ::testing::ElementsAre;

namespace {

struct CallbackContext : ::testing::Test {
    ContextVar<std::string> name{"name", "nobody"};
    EventLoop loop{LoopOptions{.virtual_time = true}};
    std::vector<std::string> calls;

    auto note() {
        return [this] { calls.push_back(name.get()); };
    }
};

TEST_F(CallbackContext, IsTheOneInWhichItWasRegistered) {
    Context ada, grace;
    ada.run([&] {
        name.set("Ada");
        loop.call_soon(note());
        loop.call_later(0s, note());
    });
    grace.run([&] {
        name.set("Grace");
        loop.call_soon(note());
    });
    loop.call_soon(note());
    run_turns(loop);
    EXPECT_THAT(calls, ElementsAre("Ada", "Grace", "nobody", "Ada"));
}

TEST_F(CallbackContext, IsTheOneOfThatMoment) {
    Context context;
    context.run([&] {
        name.set("Ada");
        loop.call_soon(note());
        name.set("Grace");
        loop.call_soon(note());
    });
    run_turns(loop);
    EXPECT_THAT(calls, ElementsAre("Ada", "Grace"));
}

TEST_F(CallbackContext, BetweenTwoStepsThereIsNone) {
    struct Looker final : Watcher {
        explicit Looker(CallbackContext& its_test) : test(its_test) {}
        void step_begins(Node&, const NodeQueue&) override { test.note()(); }
        void step_ended() override { test.note()(); }
        CallbackContext& test;
    };
    loop.add_watcher(std::make_unique<Looker>(*this));
    Context context;
    context.run([&] {
        name.set("Ada");
        loop.call_soon(note());
        loop.call_later(0s, note());
    });
    run_turns(loop, 2);
    EXPECT_THAT(std::vector(calls.begin(), calls.begin() + 6),
                ElementsAre("nobody", "Ada", "nobody", "nobody", "Ada", "nobody"));
}

TEST_F(CallbackContext, ALoopMayBePreparedInOneThreadAndRunInAnother) {
    Context context;
    context.run([&] {
        name.set("Ada");
        for (int i = 0; i < 100; ++i) loop.call_soon(note());
        std::thread other([this] { run_turns(loop); });
        for (int i = 0; i < 100; ++i) name.set("Grace");
        other.join();
    });
    EXPECT_THAT(calls, testing::AllOf(testing::SizeIs(100), testing::Each("Ada")));
}

TEST_F(CallbackContext, WhatACallbackSetsStaysWithItAndWhatItSchedules) {
    loop.call_soon([&] {
        name.set("Ada");
        loop.call_soon(note());
    });
    loop.call_soon(note());
    run_turns(loop, 2);
    EXPECT_THAT(calls, ElementsAre("nobody", "Ada"));
    EXPECT_EQ(name.get(), "nobody");
}

TEST_F(CallbackContext, DoesNotLeakOutOfACallbackThatThrows) {
    loop.set_exception_handler([&](EventLoop&, const ErrorContext&) { note()(); });
    loop.call_soon([&] {
        name.set("Ada");
        throw RuntimeError("bad");
    });
    loop.call_soon(note());
    run_turns(loop);
    EXPECT_THAT(calls, ElementsAre("Ada", "nobody"));
    EXPECT_EQ(name.get(), "nobody");
}

TEST_F(CallbackContext, OfAReaderIsTheSameInEachCall) {
    SocketPair sockets;
    loop.add_writer(sockets.here(), [&] {
        calls.push_back(name.get());
        name.set(name.get() + "!");
    });
    run_turns(loop, 3);
    EXPECT_THAT(calls, ElementsAre("nobody", "nobody!", "nobody!!"));
    EXPECT_EQ(name.get(), "nobody");
    loop.close();
}

// Between two steps no context is current: a hook that looks sees what was never set.
TEST_F(CallbackContext, IsOverWithTheCall) {
    struct Looker final : Watcher {
        explicit Looker(CallbackContext& itself) : test(itself) {}
        void step_begins(Node&, const NodeQueue&) override { test.note()(); }
        void step_ended() override { test.note()(); }
        CallbackContext& test;
    };
    loop.add_watcher(std::make_unique<Looker>(*this));
    Context kept;
    loop.call_soon([&] {
        name.set("Ada");
        note()();
        kept = Context::current();
    });
    loop.call_soon(note());
    run_turns(loop);
    EXPECT_THAT(calls, ElementsAre("nobody", "Ada", "nobody", "nobody", "nobody", "nobody"));
}

TEST_F(CallbackContext, IsFreedWithTheCallback) {
    const ContextVar<std::shared_ptr<int>> pointer("pointer");
    auto value = std::make_shared<int>(1);
    const std::weak_ptr<int> watched = value;
    Context().run([&] {
        pointer.set(std::move(value));
        loop.call_soon(note());
        loop.call_later(1h, note()).cancel();
    });
    EXPECT_FALSE(watched.expired());
    run_turns(loop);
    EXPECT_TRUE(watched.expired());
}

}  // namespace
