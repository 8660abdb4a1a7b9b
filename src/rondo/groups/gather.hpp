/// @file
/// gather: all of these, and their results together.
#pragma once

#include <rondo/groups/link.hpp>
#include <rondo/groups/outcome.hpp>
#include <rondo/tasks/task.hpp>

#include <cstddef>
#include <ranges>
#include <tuple>
#include <unordered_set>
#include <utility>
#include <vector>

namespace rondo {

/// Asks gather for the exceptions among the results, instead of throwing the first one.
struct ReturnExceptions {};
/// See ReturnExceptions.
inline constexpr ReturnExceptions return_exceptions;

/// What gather knows of its children, whatever their types.
/// Built in chapter 11.
class Gathering {
public:
    Gathering(std::vector<AnyFuture> children, bool returns_exceptions)
        : children_(std::move(children)), returns_exceptions_(returns_exceptions) {}

    /// Starts listening to the children. Some may be done already, or all.
    void listen();
    /// Cancels all children that are not done. @return whether there were any.
    bool cancel_children(std::string_view message);

protected:
    ~Gathering() { link_->target = nullptr; }

    /// Whether the gathering is over.
    virtual bool over() const = 0;
    /// Ends it with an exception.
    virtual void fail(std::exception_ptr exception) = 0;
    /// Ends it with the results of all children.
    virtual void succeed() = 0;

private:
    void count(const AnyFuture& child);

    std::vector<AnyFuture> children_;
    Counted<Link<Gathering>> link_{new Link<Gathering>(*this)};
    std::size_t left_ = 0;
    bool returns_exceptions_;
    bool cancel_requested_ = false;
};

/// The future that gather gives. `Collect` makes the results when all children are done.
/// Built in chapter 11.
template <class Results, class Collect>
class GatherState final : public FutureState<Results>, public Gathering {
public:
    GatherState(EventLoop& loop, std::vector<AnyFuture> children, Collect collect,
                bool returns_exceptions)
        : FutureState<Results>(loop),
          Gathering(std::move(children), returns_exceptions),
          collect_(std::move(collect)) {}

    /// Cancels all children; when they have come to their end, so does this.
    bool cancel(std::string_view message) override {
        return !this->done() && cancel_children(message);
    }

protected:
    bool over() const override { return this->done(); }
    void fail(std::exception_ptr exception) override { this->set_exception(std::move(exception)); }
    void succeed() override {
        try {
            this->set_result(collect_());
        } catch (...) {
            fail(std::current_exception());
        }
    }

private:
    Collect collect_;
};

/// One of the children: its future, and whether the result may be moved out.
template <class T>
struct Gathered {
    Future<T> future;
    bool moves;

    /// The result.
    Value<T> value() const {
        if constexpr (std::is_void_v<T>) {
            return {};
        } else {
            auto& result = *static_cast<Slot<T>*>(future.state().result_place());
            if constexpr (std::is_copy_constructible_v<Value<T>>) {
                if (!moves) return result.get();
            }
            return result.take();
        }
    }
    /// The result or the exception.
    Outcome<T> outcome() const {
        future.state().mark_retrieved();
        if (const auto& error = future.state().error()) return Outcome<T>(error);
        return Outcome<T>(value());
    }
};

/// Makes a child of an awaitable.
template <class A>
auto gathered(EventLoop& loop, A&& awaitable) {
    auto future = ensure_future(loop, std::forward<A>(awaitable));
    using T = decltype(get_awaiter(std::move(future)).await_resume());
    return Gathered<T>{Future<T>(future.state()), !std::is_lvalue_reference_v<A>};
}

/// Makes the future of a gathering.
template <class Collect>
auto gather_all(EventLoop& loop, std::vector<AnyFuture> children, Collect collect,
                bool returns_exceptions) {
    using Results = decltype(collect());
    auto* state = new GatherState<Results, Collect>(loop, std::move(children), std::move(collect),
                                                    returns_exceptions);
    Future<Results> future(*state);
    state->listen();
    return future;
}

/// Runs several at the same time, and waits for all of them: asyncio's `gather`.
///
/// A Coro becomes a task. The first exception is thrown at once, and the others go on; later ones
/// are dropped. If the gathering is cancelled, so are all that are not done.
/// @return a future with a tuple of the results, in the order of the arguments, a turn after the
/// last of them. For one that gives nothing there is a std::monostate.
/// @throws RuntimeError if no loop is running.
/// Built in chapter 11.
template <class... As>
requires(sizeof...(As) > 0 && (Awaitable<As> && ...)) auto gather(As&&... awaitables) {
    EventLoop& loop = get_running_loop();
    // Braces, so that the tasks are made in the order of the arguments.
    std::tuple children{gathered(loop, std::forward<As>(awaitables))...};
    return std::apply(
        [&](auto&... child) {
            return gather_all(
                loop, {AnyFuture(child.future.state())...},
                [=] { return std::tuple<decltype(child.value())...>{child.value()...}; }, false);
        },
        children);
}
/// The same, but exceptions are results too: waits for all, and gives a tuple of Outcomes.
/// Built in chapter 11.
template <class... As>
requires(sizeof...(As) > 0 && (Awaitable<As> && ...)) auto gather(ReturnExceptions,
                                                                  As&&... awaitables) {
    EventLoop& loop = get_running_loop();
    std::tuple children{gathered(loop, std::forward<As>(awaitables))...};
    return std::apply(
        [&](auto&... child) {
            return gather_all(
                loop, {AnyFuture(child.future.state())...},
                [=] { return std::tuple<decltype(child.outcome())...>{child.outcome()...}; }, true);
        },
        children);
}

/// Something with a beginning and an end, whose elements can be awaited.
template <class R>
concept AwaitableRange = std::ranges::input_range<R> && Awaitable<std::ranges::range_value_t<R>>;

/// Makes children of all elements of a range. Coros are given up to their tasks.
template <class R>
auto gathered_range(EventLoop& loop, R&& range) {
    using Element = std::ranges::range_value_t<R>;
    using Child = decltype(gathered(loop, std::declval<Element&&>()));
    std::vector<Child> children;
    for (auto&& element : range) {
        if constexpr (std::is_lvalue_reference_v<R>)
            children.push_back(gathered(loop, element));
        else
            children.push_back(gathered(loop, std::move(element)));
    }
    return children;
}
/// The same children, their types forgotten.
template <class T>
std::vector<AnyFuture> forget_types(const std::vector<Gathered<T>>& children) {
    std::vector<AnyFuture> futures;
    for (const auto& child : children) futures.push_back(child.future);
    return futures;
}

/// The same for a range: gives a vector of the results. None give an empty one.
/// Built in chapter 11.
template <AwaitableRange R>
auto gather(R&& awaitables) {
    EventLoop& loop = get_running_loop();
    auto children = gathered_range(loop, std::forward<R>(awaitables));
    auto futures = forget_types(children);
    return gather_all(
        loop, std::move(futures),
        [children = std::move(children)] {
            std::vector<decltype(children[0].value())> results;
            for (const auto& child : children) results.push_back(child.value());
            return results;
        },
        false);
}
/// The same for a range: gives a vector of Outcomes.
/// Built in chapter 11.
template <AwaitableRange R>
auto gather(ReturnExceptions, R&& awaitables) {
    EventLoop& loop = get_running_loop();
    auto children = gathered_range(loop, std::forward<R>(awaitables));
    auto futures = forget_types(children);
    return gather_all(
        loop, std::move(futures),
        [children = std::move(children)] {
            std::vector<decltype(children[0].outcome())> results;
            for (const auto& child : children) results.push_back(child.outcome());
            return results;
        },
        true);
}

}  // namespace rondo
