#include "tests/support/turns.hpp"

#include <rondo/tasks/future.hpp>

#include <functional>
#include <stdexcept>
#include <typeinfo>
#include <utility>
#include <vector>

// `==` of a done-callback is the user's: it may throw, or finish the very future.

namespace {

using rondo::AnyFuture;
using rondo::EventLoop;
using rondo::Future;

struct Calls {
    int number;
    std::vector<int>* calls;
    std::function<void(int)>* when_compared;

    void operator()(const AnyFuture&) const { calls->push_back(number); }
    bool operator==(const Calls& other) const {
        if (*when_compared) (*when_compared)(number);
        return number == other.number;
    }
};

class ComparingCallbacks : public testing::Test {
protected:
    ComparingCallbacks() {
        for (const int number : {1, 2, 3, 2, 4})
            future.add_done_callback(Calls{number, &calls, &when_compared});
    }
    std::size_t remove(int number) {
        return future.remove_done_callback(Calls{number, &calls, &when_compared});
    }
    std::vector<int> called() {
        if (!future.done()) future.set_result();
        support::run_turns(loop, 3);
        return calls;
    }

    std::vector<int> calls;
    std::function<void(int)> when_compared;
    EventLoop loop;
    Future<> future = loop.create_future();
};

TEST_F(ComparingCallbacks, OneThatThrowsLosesNothing) {
    when_compared = [](int number) {
        if (number == 3) throw std::runtime_error("cannot be compared");
    };
    EXPECT_THROW(remove(2), std::runtime_error);
    EXPECT_EQ(called(), (std::vector{1, 3, 2, 4})) << "the one before it was found";
}

TEST_F(ComparingCallbacks, OneThatFinishesTheFutureLosesNothing) {
    when_compared = [this](int number) {
        if (number == 3 && !future.done()) future.set_result();
    };
    EXPECT_EQ(remove(2), 1U);
    EXPECT_EQ(called().size(), 4U);
}

TEST_F(ComparingCallbacks, OneThatRemovesOthersLosesNothing) {
    bool removed = false;
    when_compared = [&](int number) {
        if (number == 1 && !std::exchange(removed, true)) remove(4);
    };
    EXPECT_EQ(remove(2), 2U);
    EXPECT_EQ(called(), (std::vector{1, 3}));
}

TEST_F(ComparingCallbacks, OneThatDropsTheLastHandleDoesNoHarm) {
    when_compared = [this](int) { future = Future<>(); };
    const Calls wanted{2, &calls, &when_compared};
    EXPECT_EQ(future.state().remove_done_callback(rondo::type_tag<Calls>, &wanted), 2U);
}

}  // namespace
