#include "tests/support/rings.hpp"

#include <gtest/gtest.h>

#include <set>

#ifdef __linux__
#include <sys/epoll.h>
#include <unistd.h>
#endif

namespace support {
namespace {

thread_local std::set<int> used;
thread_local int closed = 0;

}  // namespace

void note_ring_used(int descriptor) { used.insert(descriptor); }

void note_closed(int descriptor) { closed += static_cast<int>(used.erase(descriptor)); }

#ifdef __linux__
namespace {

class SitsOutInterruptions final : public testing::EmptyTestEventListener {
    void OnTestEnd(const testing::TestInfo&) override {
        if (closed == 0) return;
        const int nothing = epoll_create1(0);
        epoll_event event;
        // Several may come as one, so the time is limited.
        for (; closed > 0; --closed) epoll_wait(nothing, &event, 1, 1'000);
        close(nothing);
    }
};

[[maybe_unused]] const bool listens = [] {
    testing::UnitTest::GetInstance()->listeners().Append(new SitsOutInterruptions);
    return true;
}();

}  // namespace
#endif

}  // namespace support
