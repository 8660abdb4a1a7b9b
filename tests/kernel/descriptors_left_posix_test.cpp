// Of POSIX: a process can be told how many descriptors it may have, and can count them.
#include "tests/support/pollers.hpp"

#include <rondo/base/pool.hpp>
#include <rondo/loop/event_loop.hpp>

#include <gmock/gmock.h>

#include <exception>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace rondo;
using ::testing::HasSubstr;

namespace {

std::size_t open_descriptors() {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/dev/fd"))
        ++count;
    return count;
}

TEST(MakePoller, LeavesNoDescriptorOpen) {
    const std::size_t before = open_descriptors();
    for (const std::string_view name : poller_names()) {
        make_poller(name);
        EventLoop loop({.poller = name});
        loop.close();
    }
    EXPECT_EQ(open_descriptors(), before);
}

// Takes every descriptor that the process may have, until the end.
class NoDescriptorsLeft {
public:
    NoDescriptorsLeft() {
        getrlimit(RLIMIT_NOFILE, &before_);
        rlimit low = before_;
        low.rlim_cur = 64;
        setrlimit(RLIMIT_NOFILE, &low);
        for (int taken = open("/dev/null", O_RDONLY); taken >= 0;
             taken = open("/dev/null", O_RDONLY))
            taken_.push_back(taken);
    }
    ~NoDescriptorsLeft() {
        for (const int taken : taken_) close(taken);
        setrlimit(RLIMIT_NOFILE, &before_);
    }
    std::size_t taken() const { return taken_.size(); }

private:
    rlimit before_{};
    std::vector<int> taken_;
};

class Rule8NoDescriptorsLeft : public support::OnEachPoller {};
SUPPORT_ON_EACH_POLLER(Rule8NoDescriptorsLeft);

// A kernel that needs none (poll) works; one that does says which call failed, and why.
TEST_P(Rule8NoDescriptorsLeft, MakingALoopWorksOrSaysWhatIsMissing) {
#ifdef RONDO_NO_POOL  // which the builds with sanitizers have
    GTEST_SKIP() << "a sanitizer opens a pipe to look at an object";
#endif
    const std::size_t before = open_descriptors();
    std::exception_ptr failure;
    {
        const NoDescriptorsLeft none_left;
        ASSERT_GT(none_left.taken(), 0U);
        try {
            EventLoop loop({.poller = GetParam()});
        } catch (...) {
            failure = std::current_exception();
        }
    }
    try {
        if (failure) std::rethrow_exception(failure);
    } catch (const std::system_error& error) {
        EXPECT_EQ(error.code(), std::errc::too_many_files_open);
        EXPECT_THAT(error.what(), HasSubstr(GetParam()));
        EXPECT_THAT(error.what(), HasSubstr("Too many open files"));
    }
    EXPECT_EQ(open_descriptors(), before);
}

}  // namespace
