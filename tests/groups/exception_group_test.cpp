#include <rondo/base/errors.hpp>
#include <rondo/groups/exception_group.hpp>

#include <stdexcept>
#include <string>
#include <vector>

namespace {

using rondo::CancelledError;
using rondo::describe;
using rondo::ExceptionGroup;

template <class... Errors>
ExceptionGroup group_of(const Errors&... errors) {
    const std::vector<std::exception_ptr> exceptions{std::make_exception_ptr(errors)...};
    return ExceptionGroup("several", exceptions);
}

std::vector<std::string> contents(const ExceptionGroup& group) {
    std::vector<std::string> all;
    for (const auto& exception : group.exceptions()) all.push_back(describe(exception));
    return all;
}

TEST(ExceptionGroup, SaysHowManyThereAre) {
    EXPECT_STREQ(group_of(std::range_error("a")).what(), "several (1 sub-exception)");
    const auto two = group_of(std::range_error("a"), std::logic_error("b"));
    EXPECT_STREQ(two.what(), "several (2 sub-exceptions)");
    EXPECT_EQ(two.message(), "several");
    EXPECT_EQ(contents(two),
              (std::vector<std::string>{"std::range_error: a", "std::logic_error: b"}));
}

TEST(ExceptionGroup, IsAnOrdinaryExceptionThatCanBeCopied) {
    static_assert(std::is_nothrow_copy_constructible_v<ExceptionGroup>);
    static_assert(std::derived_from<ExceptionGroup, std::exception>);
    try {
        throw group_of(std::range_error("a"));
    } catch (const std::exception& error) {
        EXPECT_STREQ(error.what(), "several (1 sub-exception)");
    }
}

TEST(ExceptionGroup, IsDescribedWithAllThatItHolds) {
    const auto inner = group_of(std::range_error("b"), std::logic_error("c"));
    const auto group = group_of(std::out_of_range("a"), inner, std::overflow_error("d"));
    EXPECT_EQ(describe(std::make_exception_ptr(group)),
              "rondo::ExceptionGroup: several (3 sub-exceptions)\n"
              "- std::out_of_range: a\n"
              "- rondo::ExceptionGroup: several (2 sub-exceptions)\n"
              "  - std::range_error: b\n"
              "  - std::logic_error: c\n"
              "- std::overflow_error: d");
}

TEST(ExceptionGroup, LinesOfWhatItHoldsStandBelowEachOther) {
    const auto group = group_of(group_of(std::range_error("b\nc")), std::range_error("d\ne"));
    EXPECT_EQ(describe(std::make_exception_ptr(group)),
              "rondo::ExceptionGroup: several (2 sub-exceptions)\n"
              "- rondo::ExceptionGroup: several (1 sub-exception)\n"
              "  - std::range_error: b\n"
              "    c\n"
              "- std::range_error: d\n"
              "  e");
}

TEST(ExceptionGroup, KeepsItsExceptionsWhenItIsMovedFrom) {
    auto group = group_of(std::range_error("a"));
    const ExceptionGroup moved = std::move(group);
    EXPECT_EQ(moved.exceptions().size(), 1U);
    EXPECT_STREQ(group.what(), "several (1 sub-exception)");
}

TEST(ExceptionGroup, HoldsNoCancellation) {
    EXPECT_THROW(group_of(CancelledError()), std::invalid_argument);
    EXPECT_THROW(group_of(std::range_error("a"), CancelledError()), std::invalid_argument);
    EXPECT_THROW(ExceptionGroup("", {}), std::invalid_argument);
    EXPECT_THROW(ExceptionGroup("", {nullptr}), std::invalid_argument);
    EXPECT_EQ(group_of(42).exceptions().size(), 1U) << "what is no std::exception is welcome";
}

TEST(ExceptionGroup, SplitsByAnyBaseClass) {
    const auto group =
        group_of(std::range_error("a"), std::out_of_range("b"), 42, std::overflow_error("c"));
    const auto [match, rest] = group.split<std::runtime_error>();
    ASSERT_TRUE(match && rest);
    EXPECT_EQ(contents(*match),
              (std::vector<std::string>{"std::range_error: a", "std::overflow_error: c"}));
    EXPECT_EQ(rest->exceptions().size(), 2U);
    EXPECT_TRUE(group.subgroup<int>());
    EXPECT_FALSE(group.subgroup<std::bad_alloc>());
}

TEST(ExceptionGroupHandle, CallsTheFirstHandlerThatTakesTheType) {
    std::vector<std::string> log;
    const auto inner = group_of(std::range_error("b"), std::out_of_range("c"));
    group_of(std::out_of_range("a"), inner, std::overflow_error("d"))
        .handle([&](const std::range_error& e) { log.push_back(std::string("range ") + e.what()); },
                [&](const std::exception& e) { log.push_back(std::string("other ") + e.what()); });
    EXPECT_EQ(log, (std::vector<std::string>{"range b", "other a", "other c", "other d"}));
}

TEST(ExceptionGroupHandle, ThrowsOnWhatIsLeftInItsShape) {
    const auto inner = group_of(std::range_error("b"), std::out_of_range("c"));
    try {
        group_of(std::range_error("a"), inner).handle([](const std::range_error&) {});
        ADD_FAILURE() << "something is left";
    } catch (const ExceptionGroup& left) {
        ASSERT_EQ(left.exceptions().size(), 1U);
        EXPECT_EQ(describe(left.exceptions()[0]),
                  "rondo::ExceptionGroup: several (1 sub-exception)\n- std::out_of_range: c");
    }
    EXPECT_THROW(group_of(42).handle(), ExceptionGroup) << "without handlers, all is left";
}

TEST(ExceptionGroupHandle, AFunctionOrAnObjectCanBeAHandler) {
    static int calls = 0;
    struct Handler {
        void operator()(const int& value) const { calls += value; }
    };
    const Handler handler;
    void (*function)(const std::range_error&) = [](const std::range_error&) { ++calls; };
    group_of(10, std::range_error("a")).handle(function, handler);
    EXPECT_EQ(calls, 11);
}

TEST(ExceptionGroupHandle, WhatHandlersThrowGoesOn) {
    const auto again = [](const std::range_error&) { throw std::logic_error("again"); };
    EXPECT_THROW(group_of(std::range_error("a")).handle(again), std::logic_error)
        << "alone if it is all there is";
    try {
        group_of(std::range_error("a"), 42, std::range_error("b")).handle(again);
        ADD_FAILURE() << "no exception";
    } catch (const ExceptionGroup& both) {
        EXPECT_EQ(both.message(), "");
        EXPECT_EQ(contents(both),
                  (std::vector<std::string>{"std::logic_error: again", "std::logic_error: again",
                                            "rondo::ExceptionGroup: several (1 sub-exception)\n- " +
                                                describe(std::make_exception_ptr(42))}));
    }
}

TEST(ExceptionGroupHandle, ACancellationFromAHandlerTravelsAlone) {
    int calls = 0;
    const auto cancel = [&](const std::range_error&) {
        ++calls;
        throw CancelledError("stop");
    };
    const auto group = group_of(std::range_error("a"), std::range_error("b"), 42);
    EXPECT_THROW(group.handle(cancel), CancelledError);
    EXPECT_EQ(calls, 1) << "and at once";
}

}  // namespace
