#include "tests/support/regex.hpp"

#include <rondo/base/errors.hpp>

#include <gmock/gmock.h>

#include <string>
#include <type_traits>
#include <utility>

using namespace rondo;

namespace {

// So that catch (const std::exception&) does not swallow a cancellation.
static_assert(!std::is_base_of_v<std::exception, CancelledError>);
static_assert(std::is_nothrow_copy_constructible_v<std::exception_ptr>);

static_assert(std::is_base_of_v<std::exception, RuntimeError>);
static_assert(std::is_base_of_v<std::exception, InvalidStateError>);
static_assert(std::is_base_of_v<std::exception, TimeoutError>);
static_assert(std::is_base_of_v<std::exception, LookupError>);

template <class Error>
std::exception_ptr pointer_to(Error error) {
    return std::make_exception_ptr(std::move(error));
}

TEST(Errors, ACancellationIsNotCaughtAsAStdException) {
    try {
        try {
            throw CancelledError("enough");
        } catch (const std::exception&) {
            FAIL() << "swallowed";
        }
    } catch (const CancelledError& error) {
        EXPECT_EQ(error.message(), "enough");
        EXPECT_STREQ(error.what(), "enough");
    }
}

TEST(Errors, ACancellationHasNoMessageUnlessOneWasGiven) {
    EXPECT_EQ(CancelledError().message(), "");
    EXPECT_STREQ(CancelledError().what(), "");
}

TEST(Errors, ATimeoutSaysSo) {
    EXPECT_STREQ(TimeoutError().what(), "the time is up");
    EXPECT_STREQ(TimeoutError("after 3 s").what(), "after 3 s");
}

TEST(Describe, SaysWhatKindItIsAndWhatItSays) {
    EXPECT_EQ(describe(pointer_to(std::runtime_error("no such file"))),
              "std::runtime_error: no such file");
    EXPECT_EQ(describe(pointer_to(RuntimeError("wrong loop"))), "rondo::RuntimeError: wrong loop");
    EXPECT_EQ(describe(pointer_to(TimeoutError())), "rondo::TimeoutError: the time is up");
}

struct Special : std::logic_error {
    using std::logic_error::logic_error;
};

TEST(Describe, NamesTheTypeThatWasThrownNotTheOneThatIsCaught) {
    const std::string text = describe(pointer_to(Special("odd")));
    EXPECT_NE(text.find("Special"), std::string::npos) << text;
    EXPECT_NE(text.find(": odd"), std::string::npos) << text;
}

TEST(Describe, KnowsACancellation) {
    EXPECT_EQ(describe(pointer_to(CancelledError())), "rondo::CancelledError");
    EXPECT_EQ(describe(pointer_to(CancelledError("enough"))), "rondo::CancelledError: enough");
}

TEST(Describe, CopesWithWhateverIsThrown) {
    EXPECT_EQ(describe(pointer_to(42)), "an exception that is not derived from std::exception");
    EXPECT_EQ(describe(nullptr), "no exception");
}

TEST(Describe, KnowsCtrlC) {
    EXPECT_EQ(describe(pointer_to(KeyboardInterrupt())), "rondo::KeyboardInterrupt");
}

#if defined(__GLIBCXX__)

TEST(ReadableName, LeavesOutWhatOnlyACompilerWantsToKnow) {
    EXPECT_EQ(readable_name(typeid(Special)), "Special");
    EXPECT_EQ(readable_name(typeid(std::string)), "std::string");
    EXPECT_EQ(readable_name(typeid(int)), "int");
}

// g++ numbers lambdas, clang++ calls them $_0 and so on.
TEST(ReadableName, OfALambdaSaysWhereItStands) {
    using support::ContainsPattern;
    const auto plain = [] {};
    const auto taking = [](const std::string&, std::pair<int, char>) {};
    const auto around = [](int) { return [](char) {}; };
    EXPECT_THAT(readable_name(typeid(plain)),
                ContainsPattern("::TestBody::(.lambda#1.|.._[0-9]+)$"));
    EXPECT_THAT(readable_name(typeid(taking)),
                ContainsPattern("::TestBody::(.lambda#2.|.._[0-9]+)$"));
    EXPECT_THAT(readable_name(typeid(around(1))),
                ContainsPattern("::TestBody::(.lambda#3.::.lambda#1.|.._[0-9]+::.*)$"));
}

#endif

TEST(IsCancellation, IsTrueOfACancellationOnly) {
    EXPECT_TRUE(is_cancellation(pointer_to(CancelledError())));
    EXPECT_FALSE(is_cancellation(pointer_to(RuntimeError("cancelled"))));
    EXPECT_FALSE(is_cancellation(pointer_to(42)));
    EXPECT_FALSE(is_cancellation(nullptr));
}

}  // namespace
