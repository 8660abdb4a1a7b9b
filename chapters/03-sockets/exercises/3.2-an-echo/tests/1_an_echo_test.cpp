#include "echo.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

using namespace std::chrono_literals;

namespace {

class Echo : public ::testing::Test {
protected:
    Echo() {
        serve_echo(loop, listener);
        loop.call_later(1s, [this] { loop.stop(); });  // red never hangs
    }
    ~Echo() override {
        loop.close();
        for (const rondo::Descriptor caller : callers) sockets::close(caller);
        sockets::close(listener);
    }

    // Calls, and writes down what comes back, and a full stop at the end of the connection.
    rondo::Descriptor call(std::string& story) {
        const rondo::Descriptor caller = sockets::call(listener);
        callers.push_back(caller);
        loop.add_reader(caller, [this, caller, &story] {
            char letter = '.';
            if (sockets::receive(caller, &letter, 1) == 0U) loop.remove_reader(caller);
            story += letter;
            if (--expected == 0) loop.stop();
        });
        return caller;
    }

    rondo::EventLoop loop;
    rondo::Descriptor listener = sockets::listener();
    std::vector<rondo::Descriptor> callers;
    int expected = 0;
};

TEST_F(Echo, SendsEveryCallerTheirOwnBytesBack) {
    std::string alice, bob;
    const auto first = call(alice);
    const auto second = call(bob);
    expected = 6;
    sockets::send(second, "bo");
    sockets::send(first, "abc");
    loop.call_later(20ms, [&] { sockets::send(second, "b"); });
    loop.run_forever();
    EXPECT_EQ(alice, "abc");
    EXPECT_EQ(bob, "bob");
}

TEST_F(Echo, LetsGoOfACallerWhoHasFinished) {
    std::string alice;
    const auto caller = call(alice);
    expected = 4;
    sockets::send(caller, "abc");
    sockets::finish(caller);
    loop.run_forever();
    EXPECT_EQ(alice, "abc.");
}

TEST_F(Echo, ServesOthersWhenOneHasGone) {
    std::string alice, bob;
    const auto first = call(alice);
    sockets::finish(first);
    loop.call_later(20ms, [&] { sockets::send(call(bob), "bob"); });
    expected = 4;
    loop.run_forever();
    EXPECT_EQ(alice, ".");
    EXPECT_EQ(bob, "bob");
}

}  // namespace
