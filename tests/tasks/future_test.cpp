#include <rondo/tasks/future.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <unordered_set>

namespace {

using rondo::CancelledError;
using rondo::EventLoop;
using rondo::Future;
using rondo::InvalidStateError;

/// What an InvalidStateError says.
template <class Action>
std::string invalid_state(Action action) {
    try {
        action();
    } catch (const InvalidStateError& error) {
        return error.what();
    }
    return "no InvalidStateError";
}

TEST(Future, IsPendingAtFirst) {
    EventLoop loop;
    const Future<int> future = loop.create_future<int>();
    EXPECT_FALSE(future.done());
    EXPECT_FALSE(future.cancelled());
    EXPECT_EQ(invalid_state([&] { (void)future.result(); }), "Result is not ready.");
    EXPECT_EQ(invalid_state([&] { (void)future.exception(); }), "Exception is not set.");
}

TEST(Future, HasAResult) {
    EventLoop loop;
    const Future<int> future = loop.create_future<int>();
    future.set_result(42);
    EXPECT_TRUE(future.done());
    EXPECT_FALSE(future.cancelled());
    EXPECT_EQ(future.result(), 42);
    EXPECT_EQ(future.result(), 42) << "reading does not use it up";
    EXPECT_EQ(future.exception(), nullptr);
}

TEST(Future, OfVoidIsTheDefault) {
    EventLoop loop;
    const Future<> future = loop.create_future();
    EXPECT_EQ(invalid_state([&] { future.result(); }), "Result is not ready.");
    future.set_result();
    EXPECT_TRUE(future.done());
    EXPECT_NO_THROW(future.result());
}

TEST(Future, OfAReferenceGivesTheVeryObject) {
    EventLoop loop;
    int original = 1;
    const Future<int&> future = loop.create_future<int&>();
    future.set_result(original);
    future.result() = 2;
    EXPECT_EQ(original, 2);
    EXPECT_EQ(&Future<int&>(future).result(), &original);
}

TEST(Future, OfAMoveOnlyTypeGivesItToAHandleThatGoesAway) {
    EventLoop loop;
    Future<std::unique_ptr<int>> future = loop.create_future<std::unique_ptr<int>>();
    future.set_result(std::make_unique<int>(5));
    EXPECT_EQ(*future.result(), 5);
    const std::unique_ptr<int> taken = std::move(future).result();
    EXPECT_EQ(*taken, 5);
}

TEST(Future, ATemporaryHandleDoesNotSpoilTheResultForOthers) {
    EventLoop loop;
    const Future<std::string> future = loop.create_future<std::string>();
    future.set_result("a result that is too long for the small buffer of a string");
    const std::string first = Future<std::string>(future).result();
    EXPECT_EQ(first, future.result());
}

TEST(Future, ConvertsWhatItIsGiven) {
    EventLoop loop;
    const Future<std::string> future = loop.create_future<std::string>();
    future.set_result("text");
    EXPECT_EQ(future.result(), "text");
}

TEST(Future, HasAnException) {
    EventLoop loop;
    const Future<int> future = loop.create_future<int>();
    future.set_exception(std::make_exception_ptr(std::runtime_error("no")));
    EXPECT_TRUE(future.done());
    EXPECT_FALSE(future.cancelled());
    EXPECT_EQ(rondo::describe(future.exception()), "std::runtime_error: no");
    EXPECT_THROW((void)future.result(), std::runtime_error);
    EXPECT_THROW((void)future.result(), std::runtime_error) << "each time that it is asked";
}

TEST(Future, TakesAnExceptionByValue) {
    EventLoop loop;
    const Future<int> future = loop.create_future<int>();
    future.set_exception(std::out_of_range("too far"));
    EXPECT_THROW((void)future.result(), std::out_of_range);
}

TEST(Future, RefusesAnEmptyException) {
    EventLoop loop;
    const Future<int> future = loop.create_future<int>();
    EXPECT_THROW(future.set_exception(std::exception_ptr()), std::invalid_argument);
    EXPECT_FALSE(future.done());
}

TEST(Future, IsDoneOnlyOnce) {
    EventLoop loop;
    const Future<int> future = loop.create_future<int>();
    future.set_result(1);
    EXPECT_THROW(future.set_result(2), InvalidStateError);
    EXPECT_THROW(future.set_exception(std::runtime_error("late")), InvalidStateError);
    EXPECT_EQ(future.result(), 1);

    const Future<int> cancelled = loop.create_future<int>();
    cancelled.cancel();
    EXPECT_THROW(cancelled.set_result(2), InvalidStateError);
    EXPECT_THROW(cancelled.set_exception(std::runtime_error("late")), InvalidStateError);
    EXPECT_TRUE(cancelled.cancelled());
}

TEST(Future, CanBeCancelled) {
    EventLoop loop;
    const Future<int> future = loop.create_future<int>();
    EXPECT_TRUE(future.cancel());
    EXPECT_TRUE(future.done());
    EXPECT_TRUE(future.cancelled());
    EXPECT_THROW((void)future.result(), CancelledError);
    EXPECT_THROW((void)future.exception(), CancelledError);
}

TEST(Future, CancelIsTooLateOnceItIsDone) {
    EventLoop loop;
    const Future<int> future = loop.create_future<int>();
    future.set_result(1);
    EXPECT_FALSE(future.cancel());
    EXPECT_FALSE(future.cancelled());

    const Future<int> cancelled = loop.create_future<int>();
    EXPECT_TRUE(cancelled.cancel());
    EXPECT_FALSE(cancelled.cancel());
}

TEST(Future, TheCancellationCarriesTheMessage) {
    EventLoop loop;
    const Future<int> future = loop.create_future<int>();
    future.cancel("the user left");
    future.cancel("too late");
    try {
        (void)future.result();
        FAIL();
    } catch (const CancelledError& error) {
        EXPECT_EQ(error.message(), "the user left");
    }
}

TEST(Future, CopiesReferToTheSame) {
    EventLoop loop;
    const Future<int> future = loop.create_future<int>();
    const Future<int> copy = future;
    const rondo::AnyFuture untyped = future;
    EXPECT_EQ(future, copy);
    EXPECT_EQ(untyped, copy);
    EXPECT_NE(future, loop.create_future<int>());
    copy.set_result(9);
    EXPECT_EQ(future.result(), 9);
    EXPECT_TRUE(untyped.done());
}

TEST(Future, CanBeKeptInAnUnorderedSet) {
    EventLoop loop;
    const Future<int> future = loop.create_future<int>();
    std::unordered_set<rondo::AnyFuture> futures{future, Future<int>(future),
                                                 loop.create_future<int>()};
    EXPECT_EQ(futures.size(), 2U);
    EXPECT_TRUE(futures.contains(future));
}

TEST(Future, AnEmptyHandleSaysSo) {
    const Future<int> empty;
    EXPECT_FALSE(empty);
    EXPECT_THROW((void)empty.done(), rondo::RuntimeError);
    EventLoop loop;
    EXPECT_TRUE(loop.create_future<int>());
}

TEST(Future, IsNotMadeByAClosedLoop) {
    EventLoop loop;
    loop.close();
    EXPECT_THROW((void)loop.create_future<int>(), rondo::RuntimeError);
}

}  // namespace
