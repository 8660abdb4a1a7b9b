#include "tests/support/turns.hpp"

#include <rondo/loop/event_loop.hpp>

#include <gmock/gmock.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

using namespace rondo;
using support::run_turns;
using ::testing::ElementsAre;

namespace {

// Wrong arguments are refused where they are written, not deep inside; tests/refusals has what is
// said of them.
static_assert(Callable<void (*)()>);
static_assert(Callable<void (*)(int), short>);
static_assert(!Callable<int>);
static_assert(!Callable<void (*)(int)>);
static_assert(!Callable<void (*)(), int>);
static_assert(!Callable<void (*)(std::string), std::vector<int>>);
static_assert(!Callable<void (*)(int&), int>);  // the stored copy is moved into the call

struct CallSoon : ::testing::Test {
    EventLoop loop;
    std::vector<std::string> calls;
};

TEST_F(CallSoon, CallsNothingBeforeTheLoopRuns) {
    loop.call_soon([&] { calls.push_back("a"); });
    EXPECT_THAT(calls, ElementsAre());
    run_turns(loop);
    EXPECT_THAT(calls, ElementsAre("a"));
}

TEST_F(CallSoon, RunsInTheOrderGiven) {
    std::vector<int> numbers, expected;
    for (int number = 0; number < 1000; ++number) {
        expected.push_back(number);
        loop.call_soon([&numbers, number] { numbers.push_back(number); });
    }
    run_turns(loop);
    EXPECT_EQ(numbers, expected);
}

TEST_F(CallSoon, CallsOnce) {
    loop.call_soon([&] { calls.push_back("a"); });
    run_turns(loop, 3);
    EXPECT_THAT(calls, ElementsAre("a"));
}

TEST_F(CallSoon, PassesArguments) {
    loop.call_soon(
        [&](const std::string& text, int number, std::string taken) {
            calls.push_back(text + std::to_string(number) + taken);
        },
        "text", 42, std::string("taken"));
    run_turns(loop);
    EXPECT_THAT(calls, ElementsAre("text42taken"));
}

TEST_F(CallSoon, StoresArgumentsByValue) {
    std::string text = "before";
    loop.call_soon([&](const std::string& seen) { calls.push_back(seen); }, text);
    text = "after";
    run_turns(loop);
    EXPECT_THAT(calls, ElementsAre("before"));
}

TEST_F(CallSoon, PassesReferencesThatAreAskedFor) {
    std::string text = "before";
    loop.call_soon([](std::string& seen, const std::string& added) { seen += added; },
                   std::ref(text), std::string(" and after"));
    run_turns(loop);
    EXPECT_EQ(text, "before and after");
}

TEST_F(CallSoon, TakesFunctionsAndArgumentsThatCanOnlyBeMoved) {
    auto captured = std::make_unique<std::string>("captured");
    loop.call_soon(
        [&, captured = std::move(captured)](std::unique_ptr<std::string> passed) {
            calls.push_back(*captured + *passed);
        },
        std::make_unique<std::string>(" passed"));
    run_turns(loop);
    EXPECT_THAT(calls, ElementsAre("captured passed"));
}

int plain_calls = 0;
void plain_function() { ++plain_calls; }
void plain_function_of(int number) { plain_calls += number; }

TEST_F(CallSoon, TakesPlainFunctions) {
    plain_calls = 0;
    loop.call_soon(plain_function);
    loop.call_soon(&plain_function);
    loop.call_soon(plain_function_of, 40);
    run_turns(loop);
    EXPECT_EQ(plain_calls, 42);
}

struct Greeter {
    std::vector<std::string>* calls;
    std::string name = "world";
    void greet(const std::string& greeting) { calls->push_back(greeting + ", " + name); }
    int operator()() && {
        calls->push_back("called");
        return 1;
    }
};

TEST_F(CallSoon, TakesMemberFunctions) {
    Greeter greeter{&calls};
    loop.call_soon(&Greeter::greet, &greeter, "hello");
    loop.call_soon(&Greeter::greet, std::ref(greeter), "hi");
    loop.call_soon(&Greeter::greet, greeter, "hey");
    greeter.name = "Ada";
    run_turns(loop);
    EXPECT_THAT(calls, ElementsAre("hello, Ada", "hi, Ada", "hey, world"));
}

TEST_F(CallSoon, TakesObjectsThatAreCalledAsRvaluesAndGiveResults) {
    loop.call_soon(Greeter{&calls});
    run_turns(loop);
    EXPECT_THAT(calls, ElementsAre("called"));
}

TEST_F(CallSoon, TakesAnObjectByReferenceIfAskedTo) {
    std::function<void()> function = [&] { calls.push_back("old"); };
    loop.call_soon(function);
    loop.call_soon(std::ref(function));
    function = [&] { calls.push_back("new"); };
    run_turns(loop);
    EXPECT_THAT(calls, ElementsAre("old", "new"));
}

// A function that is stored once and called once is copied no more often than it is given.
struct Counting {
    int* copies;
    explicit Counting(int& count) : copies(&count) {}
    Counting(const Counting& other) : copies(other.copies) { ++*copies; }
    Counting(Counting&&) = default;
    void operator()() {}
};

TEST_F(CallSoon, CopiesNoMoreThanNeeded) {
    int copies = 0;
    loop.call_soon(Counting(copies));
    run_turns(loop);
    EXPECT_EQ(copies, 0);
    const Counting kept(copies);
    loop.call_soon(kept);
    run_turns(loop);
    EXPECT_EQ(copies, 1);
    copies = 0;
    loop.call_soon([](const Counting&) {}, kept);
    run_turns(loop);
    EXPECT_EQ(copies, 1);
}

struct alignas(64) Wide {
    char bytes[64] = {};
};

TEST_F(CallSoon, KeepsTheAlignmentOfAFunction) {
    for (int number = 0; number < 4; ++number) {
        loop.call_soon([] {});
        loop.call_soon([wide = Wide()] {
            const volatile void* volatile address = &wide;  // or the compiler believes the type
            EXPECT_EQ(reinterpret_cast<std::uintptr_t>(address) % 64, 0U);
        });
    }
    run_turns(loop);
}

TEST_F(CallSoon, FromACallbackRunsInTheNextTurn) {
    loop.call_soon([&] {
        calls.push_back("first");
        loop.call_soon([&] { calls.push_back("third"); });
    });
    loop.call_soon([&] { calls.push_back("second"); });
    run_turns(loop);
    EXPECT_THAT(calls, ElementsAre("first", "second"));
    run_turns(loop);
    EXPECT_THAT(calls, ElementsAre("first", "second", "third"));
}

TEST_F(CallSoon, ALongChainNeedsNoStack) {
    int left = 300'000;
    std::function<void()> next = [&] {
        if (--left > 0)
            loop.call_soon(std::ref(next));
        else
            loop.stop();
    };
    loop.call_soon(std::ref(next));
    loop.run_forever();
    EXPECT_EQ(left, 0);
}

}  // namespace
