// What IOCP refuses, and the way out that it names.
#ifdef _WIN32

#include "tests/support/recording_node.hpp"
#include "tests/support/socket_pair.hpp"
#include "tests/support/transfer.hpp"

#include <rondo/base/errors.hpp>
#include <rondo/kernel/choose.hpp>

#include <gmock/gmock.h>

using namespace rondo;
using support::Names;
using support::SocketPair;
using ::testing::HasSubstr;

namespace {

template <class Function>
std::string refusal(Function function) {
    try {
        function();
    } catch (const RuntimeError& error) {
        return error.what();
    }
    return "nothing was refused";
}

struct IocpTest : ::testing::Test {
    std::unique_ptr<Poller> poller = make_poller("iocp");
    SocketPair sockets;
    Names names;
};

TEST_F(IocpTest, RefusesToWatchAndNamesTheKernelThatDoes) {
    support::RecordingNode reader(names, "reader");
    EXPECT_THAT(refusal([&] { poller->watch(sockets.here(), Direction::read, reader); }),
                HasSubstr(".poller = \"poll\""));
    EXPECT_TRUE(poller->idle());
}

TEST_F(IocpTest, RefusesToWriteByAttemptsAlone) {
    sockets.fill();
    support::Sending send(names, "send", sockets.here(), "x");
    EXPECT_THAT(refusal([&] { (void)poller->submit(send); }), HasSubstr("such as Send"));
    EXPECT_TRUE(poller->idle());
}

TEST_F(IocpTest, RefusesASocketOfAnotherLoop) {
    const auto other = make_poller("iocp");
    support::Receiving first(names, "first", sockets.here(), 1);
    support::Receiving second(names, "second", sockets.here(), 1);
    ASSERT_TRUE(other->submit(first));
    EXPECT_THAT(refusal([&] { (void)poller->submit(second); }), HasSubstr("the first loop"));
    NodeQueue let_go;
    other->cancel_all(let_go);
}

TEST(IocpIsTheDefault, OnWindows) { EXPECT_EQ(poller_names().front(), "iocp"); }

}  // namespace

#endif  // _WIN32
