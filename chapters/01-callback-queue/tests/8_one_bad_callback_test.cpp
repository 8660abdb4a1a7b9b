#include <rondo/rondo.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace {

struct OneBadCallback : testing::Test {
    rondo::EventLoop loop;
    std::string order;
    auto note(char letter) {
        return [this, letter] { order += letter; };
    }
    void run_one_turn() {
        loop.stop();
        loop.run_forever();
    }
    static void fail() { throw std::runtime_error("bad"); }
};

TEST_F(OneBadCallback, DoesNotStopTheOthers) {
    loop.set_exception_handler([](rondo::EventLoop&, const rondo::ErrorContext&) {});
    loop.call_soon(note('a'));
    loop.call_soon(fail);
    loop.call_soon(note('b'));
    run_one_turn();
    EXPECT_EQ(order, "ab");
}

TEST_F(OneBadCallback, IsReportedToTheHandler) {
    loop.set_exception_handler([&](rondo::EventLoop& where, const rondo::ErrorContext& context) {
        EXPECT_EQ(&where, &loop);
        EXPECT_EQ(rondo::EventLoop::running(), &loop);
        EXPECT_EQ(context.message, "Exception in callback");
        EXPECT_THROW(std::rethrow_exception(context.exception), std::runtime_error);
        loop.call_soon(note('h'));
    });
    loop.call_soon(fail);
    run_one_turn();
    run_one_turn();
    EXPECT_EQ(order, "h");
}

TEST_F(OneBadCallback, IsPrintedWhereThereIsNoHandler) {
    loop.call_soon(fail);
    testing::internal::CaptureStderr();
    run_one_turn();
    const std::string printed = testing::internal::GetCapturedStderr();
    EXPECT_NE(printed.find("rondo: Exception in callback"), std::string::npos) << printed;
    EXPECT_NE(printed.find("bad\n"), std::string::npos) << printed;
}

TEST_F(OneBadCallback, MayThrowAnything) {
    loop.call_soon([] { throw 42; });
    testing::internal::CaptureStderr();
    run_one_turn();
    const std::string printed = testing::internal::GetCapturedStderr();
    EXPECT_NE(printed.find("not derived from std::exception"), std::string::npos) << printed;
}

TEST_F(OneBadCallback, LeavesNothingOfItselfBehind) {
    auto owned = std::make_shared<int>(7);
    const std::weak_ptr<int> captured = owned;
    loop.set_exception_handler([](rondo::EventLoop&, const rondo::ErrorContext&) {});
    const rondo::Handle handle = loop.call_soon([owned] { fail(); });
    owned.reset();
    run_one_turn();
    EXPECT_TRUE(captured.expired());
}

TEST_F(OneBadCallback, MayMeetABadHandler) {
    loop.set_exception_handler([](rondo::EventLoop&, const rondo::ErrorContext&) { fail(); });
    loop.call_soon(fail);
    loop.call_soon(note('b'));
    testing::internal::CaptureStderr();
    run_one_turn();
    const std::string printed = testing::internal::GetCapturedStderr();
    EXPECT_NE(printed.find("Unhandled error in exception handler"), std::string::npos) << printed;
    EXPECT_NE(printed.find("Exception in callback"), std::string::npos) << printed;
    EXPECT_EQ(order, "b");
}

TEST_F(OneBadCallback, MayMeetAHandlerThatSetsAnother) {
    loop.set_exception_handler([&](rondo::EventLoop& where, const rondo::ErrorContext&) {
        where.set_exception_handler(
            [&](rondo::EventLoop&, const rondo::ErrorContext&) { order += '2'; });
        order += '1';
    });
    loop.call_soon(fail);
    loop.call_soon(fail);
    run_one_turn();
    EXPECT_EQ(order, "12");
}

}  // namespace
