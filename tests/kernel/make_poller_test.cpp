#include "tests/support/pollers.hpp"

#include <rondo/base/errors.hpp>
#include <rondo/base/pool.hpp>
#include <rondo/loop/event_loop.hpp>

#include <gmock/gmock.h>

#include <cstdlib>
#include <exception>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace rondo;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

namespace {

// Sets the environment variable RONDO_POLLER, or removes it, and puts it back at the end.
class PollerVariable {
public:
    explicit PollerVariable(const char* value) {
        if (const char* before = std::getenv(name)) before_ = before;
        set(value);
    }
    ~PollerVariable() { set(before_ ? before_->c_str() : nullptr); }
    PollerVariable(const PollerVariable&) = delete;
    PollerVariable& operator=(const PollerVariable&) = delete;

private:
    static constexpr const char* name = "RONDO_POLLER";
    static void set(const char* value) {
        if (value != nullptr)
            setenv(name, value, 1);
        else
            unsetenv(name);
    }
    std::optional<std::string> before_;
};

std::string refusal(std::string_view name) {
    try {
        make_poller(name);
    } catch (const RuntimeError& error) {
        return error.what();
    }
    return "accepted";
}

TEST(MakePoller, ThereArePollEverywhereAndTheSystemsOwn) {
    EXPECT_THAT(poller_names(), Contains("poll"));
#ifdef __linux__
    EXPECT_EQ(poller_names().front(), "epoll");
#endif
}

TEST(MakePoller, GivesTheOneThatIsNamed) {
    const PollerVariable variable("no such thing");
    for (const std::string_view name : poller_names())
        EXPECT_STREQ(make_poller(name)->name(), std::string(name).c_str());
}

TEST(MakePoller, GivesTheBestOneWithoutAName) {
    for (const char* value : {static_cast<const char*>(nullptr), ""}) {
        const PollerVariable variable(value);
        EXPECT_EQ(make_poller()->name(), poller_names().front());
    }
}

TEST(MakePoller, TheEnvironmentChoosesWhereNoNameIsGiven) {
    const PollerVariable variable("poll");
    EXPECT_STREQ(make_poller()->name(), "poll");
    EventLoop loop;
    EXPECT_STREQ(loop.poller().name(), "poll");
    EventLoop chosen({.poller = poller_names().front()});
    EXPECT_EQ(chosen.poller().name(), poller_names().front());
}

TEST(MakePoller, TheEnvironmentChoosesWhatStandsBehindVirtualTime) {
    const PollerVariable variable("poll");
    EventLoop loop({.virtual_time = true});
    EXPECT_STREQ(loop.poller().name(), "poll");
}

std::string all_names() {
    std::string all;
    for (const std::string_view name : poller_names())
        all += (all.empty() ? "" : ", ") + std::string(name);
    return all;
}

TEST(Rule7WrongUseOfMakePoller, AnUnknownNameIsRefusedWithTheOnesThereAre) {
    const PollerVariable variable(nullptr);
    EXPECT_EQ(refusal("smoke-signals"),
              "there is no poller 'smoke-signals' (this system has: " + all_names() + ")");
    EXPECT_THROW(EventLoop({.poller = "smoke-signals"}), RuntimeError);
}

TEST(Rule7WrongUseOfMakePoller, AnUnknownNameOfTheEnvironmentIsRefusedByItsOrigin) {
    const PollerVariable variable("smoke-signals");
    EXPECT_EQ(refusal(""),
              "there is no poller 'smoke-signals' (from RONDO_POLLER; this system "
              "has: " +
                  all_names() + ")");
    EXPECT_THROW(EventLoop(), RuntimeError);
    EXPECT_THAT(refusal("pigeons"), Not(HasSubstr("RONDO_POLLER")));
}

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
