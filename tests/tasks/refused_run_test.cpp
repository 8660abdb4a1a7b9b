// A run that is refused has run nothing.
#include <rondo/rondo.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <string>

using namespace std::chrono_literals;

namespace {

rondo::Coro<> note(bool& ran) {
    ran = true;
    co_return;
}

rondo::Coro<> run_within(rondo::EventLoop& other, bool& ran, std::string& refusal) {
    auto coro = note(ran);
    try {
        other.run_until_complete(coro);
    } catch (const rondo::RuntimeError& error) {
        refusal = error.what();
    }
    coro.close();
    co_await rondo::sleep(1ms);
}

TEST(RefusedRun, ALoopThatRunsAlreadyRunsNothingMore) {
    rondo::EventLoop loop({.virtual_time = true});
    bool ran = false;
    std::string refusal;
    loop.run_until_complete(run_within(loop, ran, refusal));
    EXPECT_EQ(refusal, "This event loop is already running");
    EXPECT_FALSE(ran);
}

TEST(RefusedRun, AnotherLoopInTheSameThreadRunsNothing) {
    rondo::EventLoop loop({.virtual_time = true});
    rondo::EventLoop other({.virtual_time = true});
    bool ran = false;
    std::string refusal;
    loop.run_until_complete(run_within(other, ran, refusal));
    EXPECT_EQ(refusal, "Cannot run the event loop while another loop is running");
    EXPECT_FALSE(ran);
    EXPECT_TRUE(rondo::all_tasks(other).empty());
}

}  // namespace
