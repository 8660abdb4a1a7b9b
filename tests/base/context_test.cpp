#include <rondo/base/context.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <thread>

using namespace rondo;

namespace {

// Each test runs in a context of its own, so that nothing it sets is seen by the next.
class ContextTest : public ::testing::Test {
protected:
    ContextVar<std::string> name{"name"};
    ContextVar<int> number{"number", 7};

    template <class F>
    static void in_new_context(F function) {
        Context context;
        context.run(function);
    }
};

TEST_F(ContextTest, AVariableHasItsDefaultAtFirst) {
    EXPECT_EQ(number.get(), 7);
    EXPECT_EQ(number.get(8), 8);
    EXPECT_EQ(number.name(), "number");
}

TEST_F(ContextTest, ReadingOneWithoutAValueIsAnError) {
    EXPECT_EQ(name.get("nobody"), "nobody");
    try {
        name.get();
        FAIL() << "it had a value";
    } catch (const LookupError& error) {
        EXPECT_STREQ(error.what(), "the context variable 'name' has no value here");
    }
}

TEST_F(ContextTest, WhatIsSetIsRead) {
    in_new_context([&] {
        name.set("Ada");
        number.set(1);
        EXPECT_EQ(name.get(), "Ada");
        EXPECT_EQ(name.get("nobody"), "Ada");
        EXPECT_EQ(number.get(), 1);
        name.set("Grace");
        EXPECT_EQ(name.get(), "Grace");
        EXPECT_EQ(number.get(), 1);
    });
}

TEST_F(ContextTest, TwoVariablesOfOneNameAreTwo) {
    const ContextVar<int> first("same"), second("same");
    in_new_context([&] {
        first.set(1);
        second.set(2);
        EXPECT_EQ(first.get(), 1);
        EXPECT_EQ(second.get(), 2);
    });
}

TEST_F(ContextTest, ResetPutsBackWhatWasThere) {
    in_new_context([&] {
        name.set("Ada");
        auto token = name.set("Grace");
        EXPECT_EQ(token.old_value(), "Ada");
        name.reset(token);
        EXPECT_EQ(name.get(), "Ada");
    });
}

TEST_F(ContextTest, ResetOfTheFirstSetLeavesNothing) {
    in_new_context([&] {
        auto token = name.set("Ada");
        auto numbers = number.set(1);
        EXPECT_EQ(token.old_value(), std::nullopt);
        name.reset(token);
        number.reset(numbers);
        EXPECT_THROW(name.get(), LookupError);
        EXPECT_EQ(number.get(), 7);
    });
}

TEST_F(ContextTest, ATokenServesOnce) {
    in_new_context([&] {
        auto token = name.set("Ada");
        name.reset(token);
        try {
            name.reset(token);
            FAIL() << "it served twice";
        } catch (const RuntimeError& error) {
            EXPECT_STREQ(error.what(), "this token of 'name' has been used already");
        }
    });
}

TEST_F(ContextTest, ATokenServesItsOwnVariable) {
    const ContextVar<std::string> other("other");
    in_new_context([&] {
        auto token = name.set("Ada");
        try {
            other.reset(token);
            FAIL() << "it served another one";
        } catch (const std::invalid_argument& error) {
            EXPECT_STREQ(error.what(), "this token was made by another variable than 'other'");
        }
        EXPECT_EQ(name.get(), "Ada");
        name.reset(token);
    });
}

TEST_F(ContextTest, ASnapshotKeepsWhatItSaw) {
    in_new_context([&] {
        name.set("Ada");
        Context snapshot = Context::current();
        name.set("Grace");
        snapshot.run([&] { EXPECT_EQ(name.get(), "Ada"); });
        EXPECT_EQ(name.get(), "Grace");
    });
}

TEST_F(ContextTest, WhatIsSetInAContextStaysInIt) {
    Context context;
    context.run([&] { name.set("Ada"); });
    EXPECT_EQ(name.get("nobody"), "nobody");
    context.run([&] {
        EXPECT_EQ(name.get(), "Ada");
        name.set("Grace");
    });
    context.run([&] { EXPECT_EQ(name.get(), "Grace"); });
}

TEST_F(ContextTest, CopiesOfAContextGoTheirOwnWays) {
    Context first;
    first.run([&] { name.set("Ada"); });
    Context second = first;
    second.run([&] { name.set("Grace"); });
    first.run([&] { EXPECT_EQ(name.get(), "Ada"); });
    second.run([&] { EXPECT_EQ(name.get(), "Grace"); });
    first = second;
    first.run([&] { EXPECT_EQ(name.get(), "Grace"); });
}

TEST_F(ContextTest, RunGivesWhatTheFunctionGives) {
    Context context;
    EXPECT_EQ(context.run([] { return 42; }), 42);
    int here = 0;
    int& same = context.run([&]() -> int& { return here; });
    EXPECT_EQ(&same, &here);
}

TEST_F(ContextTest, AnExceptionLeavesTheContextAsAnyReturnDoes) {
    Context context;
    EXPECT_THROW(context.run([&] {
        name.set("Ada");
        throw RuntimeError("out");
    }),
                 RuntimeError);
    EXPECT_EQ(name.get("nobody"), "nobody");
    context.run([&] { EXPECT_EQ(name.get(), "Ada"); });
}

TEST_F(ContextTest, OneContextMayRunInsideAnother) {
    Context outer, inner;
    outer.run([&] {
        name.set("outer");
        inner.run([&] {
            EXPECT_EQ(name.get("nobody"), "nobody");
            name.set("inner");
        });
        EXPECT_EQ(name.get(), "outer");
    });
    inner.run([&] { EXPECT_EQ(name.get(), "inner"); });
}

TEST_F(ContextTest, ACopyMadeWhileAContextIsInUseSeesWhatIsCurrent) {
    Context context;
    context.run([&] { name.set("Ada"); });
    context.run([&] {
        name.set("Grace");
        Context copy = context;
        name.set("Edith");
        copy.run([&] { EXPECT_EQ(name.get(), "Grace"); });
    });
    context.run([&] { EXPECT_EQ(name.get(), "Edith"); });
}

TEST_F(ContextTest, AContextMayBeEnteredWhileItIsInUse) {
    Context context, other;
    context.run([&] {
        name.set("Ada");
        context.run([&] {
            EXPECT_EQ(name.get(), "Ada");
            name.set("Grace");
        });
        EXPECT_EQ(name.get(), "Grace");
        other.run([&] { context.run([&] { name.set("Edith"); }); });
        EXPECT_EQ(name.get(), "Edith");
    });
    context.run([&] { EXPECT_EQ(name.get(), "Edith"); });
    EXPECT_EQ(name.get("nobody"), "nobody");
}

TEST_F(ContextTest, ValuesAreFreedWithTheLastContextThatHoldsThem) {
    const ContextVar<std::shared_ptr<int>> pointer("pointer");
    auto value = std::make_shared<int>(1);
    const std::weak_ptr<int> watched = value;
    {
        Context kept;
        in_new_context([&] {
            pointer.set(std::move(value));
            kept = Context::current();
            pointer.set(nullptr);
        });
        EXPECT_FALSE(watched.expired());
    }
    EXPECT_TRUE(watched.expired());
}

TEST_F(ContextTest, AValueThatWasReplacedIsFreedAtOnce) {
    const ContextVar<std::shared_ptr<int>> pointer("pointer");
    auto value = std::make_shared<int>(1);
    const std::weak_ptr<int> watched = value;
    in_new_context([&] {
        pointer.set(std::move(value));
        pointer.set(nullptr);
        EXPECT_TRUE(watched.expired());
    });
}

// Destroyed at the end of its thread after the thread's context is: it was made before.
struct LooksAtTheEnd {
    ~LooksAtTheEnd() {
        if (variable == nullptr) return;
        *seen = variable->get();
        variable->set(*seen + 1);
        *seen_then = variable->get();
    }
    const ContextVar<int>* variable = nullptr;
    int* seen = nullptr;
    int* seen_then = nullptr;
};

TEST_F(ContextTest, AThreadThatLooksAfterItsContextIsGoneSeesDefaultsAndMaySetAnew) {
    int seen = 0, seen_then = 0;
    std::thread([&] {
        static thread_local LooksAtTheEnd last;
        last = {&number, &seen, &seen_then};
        number.set(1);
    }).join();
    EXPECT_EQ(seen, 7);
    EXPECT_EQ(seen_then, 8);
}

TEST_F(ContextTest, EachThreadHasItsOwnContextFreedAtItsEnd) {
    const ContextVar<std::shared_ptr<int>> pointer("pointer", nullptr);
    auto value = std::make_shared<int>(1);
    const std::weak_ptr<int> watched = value;
    in_new_context([&] {
        name.set("here");
        std::thread([&] {
            EXPECT_EQ(name.get("nobody"), "nobody");
            name.set("there");
            pointer.set(std::move(value));
            EXPECT_EQ(name.get(), "there");
            EXPECT_FALSE(watched.expired());
        }).join();
        EXPECT_EQ(name.get(), "here");
    });
    EXPECT_TRUE(watched.expired());
}

TEST_F(ContextTest, ATokenIsForTheContextInWhichItWasMade) {
    Context context;
    auto token = context.run([&] { return name.set("Ada"); });
    const auto is_refused = [&] { EXPECT_THROW(name.reset(token), std::invalid_argument); };
    is_refused();
    in_new_context(is_refused);
    Context copy = context;
    copy.run(is_refused);
    copy.run([&] {
        name.set("Grace");
        is_refused();
    });
    context.run([&] {
        name.set("Grace");
        number.set(3);
        name.reset(token);
        EXPECT_EQ(name.get("nobody"), "nobody");
    });
}

// A context may come to lie where another one lay before.
TEST_F(ContextTest, ATokenOfAContextThatIsGoneIsRefused) {
    std::optional<Context> place;
    Context copy_of_the_first, copy_of_the_last;
    place.emplace();
    auto token = place->run([&] {
        auto made = name.set("Ada");
        copy_of_the_first = Context::current();
        number.set(1);
        return made;
    });
    copy_of_the_last = *place;
    const auto is_refused = [&] { EXPECT_THROW(name.reset(token), std::invalid_argument); };
    place.emplace();
    place->run(is_refused);
    for (const Context& copy : {copy_of_the_first, copy_of_the_last}) {
        place.emplace(copy);
        place->run(is_refused);
        place->run([&] {
            name.set("Grace");
            is_refused();
        });
        place.emplace();
        *place = copy;
        place->run(is_refused);
    }
}

TEST_F(ContextTest, ACopyMayGoToAnotherThread) {
    in_new_context([&] {
        name.set("Ada");
        std::thread other([this, context = Context::current()]() mutable {
            for (int i = 0; i < 1000; ++i) {
                Context copy = context;
                copy.run([&] {
                    EXPECT_EQ(name.get(), "Ada");
                    number.set(i);
                });
            }
        });
        for (int i = 0; i < 1000; ++i) {
            const Context copy = Context::current();
            number.set(i);
        }
        other.join();
    });
}

}  // namespace
