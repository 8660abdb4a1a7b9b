#include <rondo/rondo.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace {

using rondo::EventLoop;

// What the RuntimeError says that a function throws.
template <class F>
std::string refusal(F&& function) {
    try {
        function();
    } catch (const rondo::RuntimeError& error) {
        return error.what();
    }
    return "it was not refused";
}

TEST(WrongUse, RunningALoopThatRuns) {
    EventLoop loop;
    std::string said;
    loop.call_soon([&] { said = refusal([&] { loop.run_forever(); }); });
    loop.stop();
    loop.run_forever();
    EXPECT_EQ(said, "This event loop is already running");
}

TEST(WrongUse, RunningALoopInsideAnother) {
    EventLoop outer, inner;
    std::string said;
    outer.call_soon([&] { said = refusal([&] { inner.run_forever(); }); });
    outer.stop();
    outer.run_forever();
    EXPECT_EQ(said, "Cannot run the event loop while another loop is running");
}

TEST(WrongUse, ClosingALoopThatRuns) {
    EventLoop loop;
    std::string said;
    loop.call_soon([&] { said = refusal([&] { loop.close(); }); });
    loop.stop();
    loop.run_forever();
    EXPECT_EQ(said, "Cannot close a running event loop");
}

TEST(WrongUse, UsingALoopThatIsClosed) {
    EventLoop loop;
    loop.close();
    EXPECT_TRUE(loop.is_closed());
    EXPECT_EQ(refusal([&] { loop.call_soon([] {}); }), "Event loop is closed");
    EXPECT_EQ(refusal([&] { loop.run_forever(); }), "Event loop is closed");
    loop.close();
}

TEST(WrongUse, AskingForTheRunningLoopWhereNoneRuns) {
    EXPECT_EQ(refusal([] { rondo::get_running_loop(); }), "no running event loop");
    EventLoop loop;
    EventLoop* found = nullptr;
    loop.call_soon([&] { found = &rondo::get_running_loop(); });
    loop.stop();
    loop.run_forever();
    EXPECT_EQ(found, &loop);
    EXPECT_EQ(EventLoop::running(), nullptr);
}

TEST(End, IsToldByIsRunning) {
    EventLoop loop;
    bool inside = false;
    loop.call_soon([&] { inside = loop.is_running(); });
    loop.stop();
    EXPECT_FALSE(loop.is_running());
    loop.run_forever();
    EXPECT_TRUE(inside);
    EXPECT_FALSE(loop.is_running());
}

TEST(End, FreesWhatWasNeverCalled) {
    auto owned = std::make_shared<int>(7);
    const std::weak_ptr<int> captured = owned;
    rondo::Handle handle;
    {
        EventLoop loop;
        loop.call_soon([owned] { ADD_FAILURE() << "nobody ran the loop"; });
        handle = loop.call_soon([owned] { ADD_FAILURE() << "nobody ran the loop"; });
        owned.reset();
        EXPECT_FALSE(captured.expired());
    }
    EXPECT_TRUE(captured.expired());
    EXPECT_FALSE(handle.cancelled());
}

TEST(End, FreesWhatADestructorQueues) {
    auto owned = std::make_shared<int>(7);
    const std::weak_ptr<int> captured = owned;
    EventLoop loop;
    struct LastWord {
        EventLoop& loop;
        std::shared_ptr<int> word;
        ~LastWord() {
            loop.call_soon([word = word] { ADD_FAILURE() << "it is too late"; });
        }
    };
    loop.call_soon([last = std::make_unique<LastWord>(LastWord{loop, owned})] {});
    owned.reset();
    loop.close();
    EXPECT_TRUE(captured.expired());
}

TEST(EndDeathTest, ComesBeforeTheLoopIsDestroyed) {
    EXPECT_DEATH(
        {
            auto loop = std::make_unique<EventLoop>();
            loop->call_soon([&] { loop.reset(); });
            loop->run_forever();
        },
        "an event loop was destroyed while it was running");
}

}  // namespace
