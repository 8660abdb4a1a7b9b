// Of POSIX: a program can kill itself, and pipes and devices have names as files have.
#include "tests/support/trace.hpp"
#include "tests/support/turns.hpp"

#include <rondo/rondo.hpp>

#include <csignal>
#include <string>
#include <thread>

#include <sys/stat.h>

namespace {

using rondo::EventLoop;
using rondo::record_trace;
using support::content_of;
using support::Json;
using support::run_turns;

class TraceFilesOfPosix : public testing::Test {
protected:
    support::Trace trace;
};

TEST_F(TraceFilesOfPosix, AreWholeIfTheProgramIsKilled) {
    EXPECT_EXIT(
        {
            EventLoop loop({.virtual_time = true});
            record_trace(loop, trace.path());
            loop.call_soon([] {});
            loop.call_soon([] { raise(SIGKILL); });
            run_turns(loop);
        },
        testing::KilledBySignal(SIGKILL), "");
    EXPECT_EQ(trace.steps().size(), 1U);
}

TEST_F(TraceFilesOfPosix, AreWholeInAPipeToo) {
    ASSERT_EQ(mkfifo(trace.path().c_str(), 0600), 0);
    std::string received;
    std::thread reader([&] { received = content_of(trace.path()); });
    {
        EventLoop loop({.virtual_time = true});
        record_trace(loop, trace.path());
        loop.call_soon([] {});
        run_turns(loop);
    }
    reader.join();
    EXPECT_EQ(Json::parse(received).back().at("ph"), "X");
}

TEST_F(TraceFilesOfPosix, SayIfTheDiskWasFull) {
    testing::internal::CaptureStderr();
    {
        EventLoop loop({.virtual_time = true});
        record_trace(loop, "/dev/full");
    }
    EXPECT_EQ(testing::internal::GetCapturedStderr(),
              "rondo: the trace '/dev/full' is incomplete: No space left on device\n");
}

}  // namespace
