// Of Linux: the linker can put functions in front of the system's.
//
// System calls that fail, each in its turn: the kernel goes on, or says clearly what is wrong, and
// no byte is lost.
#include "tests/support/failing_calls.hpp"
#include "tests/support/loopback.hpp"
#include "tests/support/with_operations.hpp"

#include <rondo/base/errors.hpp>

#include <gmock/gmock.h>

#ifdef __linux__

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include <sys/socket.h>

using namespace rondo;
using namespace std::chrono_literals;
using support::FailingCall;
using support::Names;
using support::Noted;
using support::OwnedSocket;
using support::RecordingNode;
using support::SocketPair;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

namespace {

std::ptrdiff_t open_descriptors() {
    const std::filesystem::directory_iterator all("/proc/self/fd");
    return std::distance(begin(all), end(all));
}

class FailingCallsTest : public support::WithOperations {
protected:
    /// The functions by which this kernel waits.
    std::vector<const char*> waiting_calls() const {
        if (GetParam() == "epoll") return {"epoll_pwait2"};
        if (GetParam() == "poll") return {"poll"};
        if (GetParam() == "io_uring") return {"io_uring_enter"};
        if (GetParam() == "kqueue") return {"kevent"};
        return {};
    }
};

SUPPORT_ON_EACH_POLLER(FailingCallsTest);

TEST_P(FailingCallsTest, AReceiveThatIsInterruptedOrHasToWaitLosesNothing) {
    for (const int error : {EINTR, EAGAIN}) {
        auto operation = receiving("receive");
        sockets.send_here("hello");
        bool waits = false;
        {
            const FailingCall failing("recv", error, error == EINTR ? 3 : 1);
            waits = poller->submit(operation);
            EXPECT_GT(failing.failed(), 0);
        }
        if (waits) {
            EXPECT_THAT(next(), ElementsAre("receive"));
        }
        EXPECT_EQ(operation.error, 0);
        EXPECT_EQ(buffer.substr(0, operation.count), "hello");
    }
}

TEST_P(FailingCallsTest, ASendThatIsInterruptedOrHasToWaitLosesNothing) {
    const std::string text = "hello";
    for (const int error : {EINTR, EAGAIN}) {
        Noted<Send> operation(ended, "send", sockets.here(), std::as_bytes(std::span(text)));
        bool waits = false;
        {
            const FailingCall failing("send", error, error == EINTR ? 3 : 1);
            waits = poller->submit(operation);
            EXPECT_GT(failing.failed(), 0);
        }
        if (waits) {
            EXPECT_THAT(next(), ElementsAre("send"));
        }
        EXPECT_EQ(operation.error, 0);
        EXPECT_EQ(sockets.receive_there(), text);
    }
}

TEST_P(FailingCallsTest, ABrokenConnectionIsAnErrorOfTheOperation) {
    auto receive = receiving("receive");
    {
        const FailingCall failing("recv", ECONNRESET);
        EXPECT_FALSE(poller->submit(receive));
    }
    EXPECT_EQ(receive.error, ECONNRESET);
    EXPECT_TRUE(poller->idle());
}

TEST_P(FailingCallsTest, AcceptingGoesOnAfterThereWasNoDescriptorLeft) {
    OwnedSocket listener = support::make_listener();
    const SocketAddress address = support::address_of(listener);
    OwnedSocket client = support::make_socket(SOCK_STREAM);
    ::connect(client.get(), reinterpret_cast<const sockaddr*>(address.bytes), address.size);
    Noted<Accept> accept(ended, "accept", listener.get());
    for (const int error : {EMFILE, ENFILE, ENOBUFS}) {
        const FailingCall failing("accept4", error);
        EXPECT_FALSE(poller->submit(accept));
        EXPECT_EQ(accept.error, error);
        EXPECT_EQ(accept.accepted, no_descriptor);
    }
    const FailingCall failing("accept4", ECONNABORTED);  // of another one, which has gone
    if (poller->submit(accept)) {
        EXPECT_THAT(next(), ElementsAre("accept"));
    }
    EXPECT_EQ(accept.error, 0);
    EXPECT_NE(accept.accepted, no_descriptor);
}

TEST_P(FailingCallsTest, AWaitThatIsInterruptedMayEndAndTheNextOneFindsWhatIsThere) {
    for (const char* call : waiting_calls()) {
        auto operation = receiving("receive");
        ASSERT_TRUE(poller->submit(operation));
        sockets.send_here("hello");
        {
            const FailingCall failing(call, EINTR);
            wait(poller->now() + 1ms);
            EXPECT_EQ(failing.failed(), 1) << call;
        }
        if (ended.empty()) next();
        EXPECT_THAT(ended, ElementsAre("receive"));
        EXPECT_EQ(buffer.substr(0, operation.count), "hello");
        ended.clear();
    }
}

TEST_P(FailingCallsTest, AWaitWithoutMemoryFailsClearlyOrGoesOnAndLosesNothing) {
    for (const char* call : waiting_calls()) {
        auto operation = receiving("receive");
        ASSERT_TRUE(poller->submit(operation));
        sockets.send_here("hello");
        try {
            const FailingCall failing(call, ENOMEM);
            wait(poller->now() + 1ms);
        } catch (const std::system_error& error) {
            EXPECT_EQ(error.code(), std::errc::not_enough_memory);
        }
        if (ended.empty()) next();
        EXPECT_THAT(ended, ElementsAre("receive"));
        EXPECT_EQ(buffer.substr(0, operation.count), "hello");
        ended.clear();
    }
}

TEST_P(FailingCallsTest, AKernelThatRefusesToWaitSaysSo) {
    auto operation = receiving("receive");
    ASSERT_TRUE(poller->submit(operation));
    for (const char* call : waiting_calls()) {
        const FailingCall failing(call, EINVAL);
        try {
            wait(poller->now() + 1h);
            FAIL() << "it waited";
        } catch (const std::system_error& error) {
            EXPECT_EQ(error.code(), std::errc::invalid_argument);
        }
    }
    sockets.send_here("hello");
    EXPECT_THAT(next(), ElementsAre("receive"));
}

TEST_P(FailingCallsTest, WhatTheKernelHasNoRoomForIsRefusedAtThePlace) {
    const char* const call = GetParam() == "epoll"    ? "epoll_ctl"
                             : GetParam() == "kqueue" ? "kevent"
                                                      : nullptr;
    if (call == nullptr) return;  // the others have room for each
    RecordingNode reader(ended, "reader");
    for (const int error : {ENOMEM, ENOSPC}) {
        {
            const FailingCall failing(call, error, 2);
            try {
                poller->watch(sockets.here(), Direction::read, reader);
                FAIL() << "it was watched";
            } catch (const std::system_error& failure) {
                EXPECT_EQ(failure.code().value(), error);
                EXPECT_THAT(failure.what(), HasSubstr("cannot wait for descriptor"));
            }
        }
        auto operation = receiving("receive");
        {
            const FailingCall failing(call, error, 2);
            EXPECT_THROW((void)poller->submit(operation), std::system_error);
        }
        EXPECT_TRUE(poller->idle());
        EXPECT_THAT(poller->waits(), IsEmpty());
        ASSERT_TRUE(poller->submit(operation));
        sockets.send_here("x");
        EXPECT_THAT(next(), ElementsAre("receive"));
        poller->forget(sockets.here());
    }
}

TEST_P(FailingCallsTest, AKernelThatCannotBeMadeSaysWhyAndLeavesNothingOpen) {
    struct Case {
        const char *poller, *call;
        int error;
    };
    const Case cases[] = {{"epoll", "epoll_create1", EMFILE},
                          {"epoll", "eventfd", EMFILE},
                          {"epoll", "epoll_ctl", ENOMEM},
                          {"kqueue", "kqueue", EMFILE},
                          {"kqueue", "kevent", ENOMEM},
                          {"poll", "pipe", EMFILE},
                          {"io_uring", "eventfd", EMFILE},
                          {"io_uring", "io_uring_setup", EPERM},
                          {"io_uring", "io_uring_setup", ENOSYS},
                          {"io_uring", "io_uring_setup", EINVAL},
                          {"io_uring", "mmap", ENOMEM}};
    for (const auto& [name, call, error] : cases) {
        if (GetParam() != name) continue;
        for (const int passing : {0, 1}) {
            const auto before = open_descriptors();
            const FailingCall failing(call, error, 1, passing);
            try {
                make_poller(GetParam());
                EXPECT_EQ(failing.failed(), 0);
            } catch (const std::system_error& failure) {
                EXPECT_EQ(failure.code().value(), error) << call;
                EXPECT_THAT(failure.what(), HasSubstr(GetParam())) << call;
            }
            if (passing == 0) {
                EXPECT_EQ(failing.failed(), 1) << call;
            }
            EXPECT_EQ(open_descriptors(), before) << call;
        }
    }
}

}  // namespace

#endif  // __linux__
