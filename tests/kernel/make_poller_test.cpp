#include "tests/support/environment.hpp"

#include <rondo/base/errors.hpp>
#include <rondo/kernel/choose.hpp>
#include <rondo/loop/event_loop.hpp>

#include <gmock/gmock.h>

#include <optional>
#include <string>

using namespace rondo;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

namespace {

class PollerVariable : public support::EnvironmentVariable {
public:
    explicit PollerVariable(const std::optional<std::string>& value)
        : EnvironmentVariable("RONDO_POLLER", value) {}
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
    for (const std::optional<std::string>& value : {std::optional<std::string>(), {""}}) {
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
    const PollerVariable variable(std::nullopt);
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

}  // namespace
