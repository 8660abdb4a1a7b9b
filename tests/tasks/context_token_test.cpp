// A token puts a variable back where it was set, and nowhere else.
#include <rondo/rondo.hpp>

#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>
#include <utility>

namespace {

rondo::ContextVar<int> depth("depth", 0);

rondo::Coro<bool> reset_elsewhere(rondo::ContextVar<int>::Token& token) {
    try {
        depth.reset(token);
    } catch (const std::invalid_argument&) {
        co_return false;
    }
    co_return true;
}

rondo::Coro<> set_here_and_reset_there() {
    auto token = depth.set(1);
    auto task = rondo::create_task(reset_elsewhere(token));
    EXPECT_FALSE(co_await task);
    EXPECT_EQ(depth.get(), 1);
    depth.reset(token);
    EXPECT_EQ(depth.get(), 0);
}

TEST(ContextToken, IsRefusedInAnotherTask) { rondo::run(set_here_and_reset_there()); }

TEST(ContextToken, ServesOutsideOfAnyContextToo) {
    std::thread([] {
        auto token = depth.set(2);
        EXPECT_EQ(depth.get(), 2);
        depth.reset(token);
        EXPECT_EQ(depth.get(), 0);
    }).join();
}

}  // namespace
