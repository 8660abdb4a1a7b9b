#include <rondo/rondo.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace {

struct Handles : testing::Test {
    rondo::EventLoop loop;
    std::string order;
    auto note(char letter) {
        return [this, letter] { order += letter; };
    }
    void run_one_turn() {
        loop.stop();
        loop.run_forever();
    }
};

TEST_F(Handles, KeepACallbackFromBeingCalled) {
    loop.call_soon(note('a'));
    const rondo::Handle handle = loop.call_soon(note('b'));
    loop.call_soon(note('c'));
    EXPECT_FALSE(handle.cancelled());
    handle.cancel();
    handle.cancel();
    EXPECT_TRUE(handle.cancelled());
    run_one_turn();
    EXPECT_EQ(order, "ac");
}

TEST_F(Handles, CancelWhatStandsFurtherBackInTheSameTurn) {
    rondo::Handle handle;
    loop.call_soon([&] { handle.cancel(); });
    handle = loop.call_soon(note('b'));
    run_one_turn();
    EXPECT_EQ(order, "");
}

TEST_F(Handles, MayBeDroppedAndTheCallbackRunsAnyway) {
    { const rondo::Handle dropped = loop.call_soon(note('a')); }
    run_one_turn();
    EXPECT_EQ(order, "a");
}

TEST_F(Handles, SayThatTheyWereCancelledEvenAfterTheCall) {
    const rondo::Handle handle = loop.call_soon(note('a'));
    run_one_turn();
    EXPECT_FALSE(handle.cancelled());
    handle.cancel();
    EXPECT_TRUE(handle.cancelled());
}

TEST_F(Handles, DoNotKeepAliveWhatTheFunctionCaptured) {
    auto owned = std::make_shared<int>(7);
    const std::weak_ptr<int> captured = owned;
    const rondo::Handle called = loop.call_soon([owned] {});
    const rondo::Handle cancelled = loop.call_soon([owned] {});
    owned.reset();
    run_one_turn();
    EXPECT_TRUE(captured.expired()) << "it was called, and is done with";
    owned = std::make_shared<int>(8);
    const std::weak_ptr<int> captured_again = owned;
    const rondo::Handle handle = loop.call_soon([owned] {});
    owned.reset();
    handle.cancel();
    EXPECT_TRUE(captured_again.expired()) << "it will never be called";
    run_one_turn();
}

TEST_F(Handles, MayBeCancelledByTheCallbackItself) {
    auto owned = std::make_shared<int>(7);
    const std::weak_ptr<int> captured = owned;
    rondo::Handle handle;
    handle = loop.call_soon([&, owned] {
        handle.cancel();
        order += captured.expired() ? "gone" : "here";
    });
    owned.reset();
    run_one_turn();
    EXPECT_EQ(order, "here") << "what a function captured stays for as long as it runs";
    EXPECT_TRUE(handle.cancelled());
}

TEST_F(Handles, OutliveTheirLoop) {
    rondo::Handle handle;
    {
        rondo::EventLoop short_lived;
        handle = short_lived.call_soon(note('a'));
        short_lived.stop();
        short_lived.run_forever();
    }
    EXPECT_FALSE(handle.cancelled());
    handle.cancel();
    EXPECT_EQ(order, "a");
}

TEST_F(Handles, WithoutACallbackAreCancelled) {
    const rondo::Handle handle;
    handle.cancel();
    EXPECT_TRUE(handle.cancelled());
}

}  // namespace
