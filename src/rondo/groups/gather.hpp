/// @file
/// gather: all of these, and their results together.
#pragma once

#include <rondo/groups/awaitable_range.hpp>
#include <rondo/groups/children.hpp>
#include <rondo/groups/outcome.hpp>
#include <rondo/tasks/task.hpp>

#include <cstddef>
#include <tuple>
#include <utility>
#include <vector>

namespace rondo {

/// Asks gather for the exceptions among the results, instead of throwing the first one.
/// Built in chapter 11.
struct ReturnExceptions {};
/// See ReturnExceptions.
inline constexpr ReturnExceptions return_exceptions;

/// What gather knows of its children, whatever their types.
///
/// It holds them, and waits for those that are not done. When it is over, it does neither.
/// Built in chapter 11.
class Gathering : protected Children {
public:
    /// Whether exceptions are given back among the results.
    explicit Gathering(bool returns_exceptions) : returns_exceptions_(returns_exceptions) {}

    /// Starts listening to the children. Some may be done already, or all.
    void listen(const std::vector<AnyFuture>& arguments);

protected:
    ~Gathering() = default;

    /// Whether the gathering is over.
    virtual bool over() const = 0;
    /// Ends it with an exception.
    virtual void fail(std::exception_ptr exception) = 0;
    /// Ends it with the results of all children.
    virtual void succeed() = 0;
    /// If it is over and nobody holds it, it goes.
    virtual void go_if_unheld() = 0;
    /// The argument at a place, which is done.
    const AnyFuture& ended(std::size_t place) const { return children_[places_[place]]; }
    /// How many arguments there are.
    std::size_t size() const { return places_.size(); }
    /// It was asked to end; each child has been asked, and one at least is going to.
    void note_cancelled() { cancel_requested_ = true; }

private:
    void child_ended(Completion& child) override;
    void note_end_of(Completion& child);
    void give_up(std::exception_ptr exception);

    std::vector<AnyFuture> children_;  // each once
    std::vector<std::size_t> places_;  // where among them each argument is
    std::size_t left_ = 0;
    bool returns_exceptions_;
    bool cancel_requested_ = false;
};

/// The future that gather gives. `Collect` makes the results when all children are done.
///
/// Whoever waits for it keeps it alive as long as a child can bring it to its end, though nobody
/// has a handle; and so do children that are tasks, even if nobody waits: as in asyncio, a failure
/// is then reported as one of the gathering that nobody retrieved.
/// Built in chapter 11.
template <class Results, class Collect>
class GatherState final : public FutureState<Results>, public Gathering {
public:
    /// How the results are collected when all are there.
    GatherState(EventLoop& loop, Collect collect, bool returns_exceptions)
        : FutureState<Results>(loop), Gathering(returns_exceptions), collect_(std::move(collect)) {}

    bool passes_on() const override { return true; }

protected:
    void unheld() noexcept override {
        const bool somebody_waits = !this->waiters().empty() || waits_for_tasks_only();
        if (count_children() == 0 || !somebody_waits) FutureState<Results>::unheld();
    }
    Completion* served() override { return this; }

    /// All children that are not done are asked; when they have come to their end, so does this.
    Completion* begin_cancel(CancelQuestion& question) noexcept override {
        question.answer = CancelAnswer::refused;
        strongest_answer_ = CancelAnswer::refused;
        return this->done() ? nullptr : first_to_ask();
    }
    Completion* go_on_cancel(CancelQuestion& question) noexcept override {
        if (question.answer > strongest_answer_) strongest_answer_ = question.answer;
        if (Completion* const inner = next_to_ask()) return inner;
        if (strongest_answer_ == CancelAnswer::taken) note_cancelled();
        return question.answered(strongest_answer_);
    }

    bool over() const override { return this->done(); }
    void go_if_unheld() override {
        if (this->holders() == 0 && this->waiters().empty()) unheld();
    }
    void child_gone() override { go_if_unheld(); }
    void fail(std::exception_ptr exception) override { this->set_exception(std::move(exception)); }
    void succeed() override {
        try {
            this->set_result(collect_([this](std::size_t place) { return ended(place); }));
        } catch (...) {
            fail(std::current_exception());
        }
    }

private:
    Collect collect_;
    CancelAnswer strongest_answer_ = CancelAnswer::none;  // of the children that were asked
};

/// Makes the future of a gathering.
template <class Results, class Collect>
Future<Results> gather_all(EventLoop& loop, const std::vector<AnyFuture>& arguments,
                           Collect collect, bool returns_exceptions) {
    auto* state = new GatherState<Results, Collect>(loop, std::move(collect), returns_exceptions);
    Future<Results> future(*state);
    state->listen(arguments);
    return future;
}

/// gather, with the results taken one by one: a value each, or an Outcome each.
template <bool outcomes, class... As>
auto gather_tuple(As&&... awaitables) {
    EventLoop& loop = get_running_loop();
    // Braces, so that the tasks are made in the order of the arguments.
    const std::vector<AnyFuture> futures{ensure_future(loop, std::forward<As>(awaitables))...};
    return []<std::size_t... place>(EventLoop & its_loop, const std::vector<AnyFuture>& arguments,
                                    std::index_sequence<place...>) {
        using Results = std::tuple<
            std::conditional_t<outcomes, Outcome<gathered_t<As>>, Value<gathered_t<As>>>...>;
        const auto collect = [](const auto& child_at) {
            if constexpr (outcomes)
                return Results{
                    TakesResult<gathered_t<As>, results_are_ours<As>>::outcome(child_at(place))...};
            else
                return Results{
                    TakesResult<gathered_t<As>, results_are_ours<As>>::value(child_at(place))...};
        };
        return gather_all<Results>(its_loop, arguments, collect, outcomes);
    }
    (loop, futures, std::index_sequence_for<As...>());
}

/// Runs several at the same time, and waits for all of them: asyncio's `gather`.
///
/// A Coro becomes a task. The first exception is thrown at once, and the others go on; later ones
/// are dropped. If the gathering is cancelled, so are all that are not done.
/// @return a future with a tuple of the results, in the order of the arguments, a turn after the
/// last of them. For one that gives nothing there is a std::monostate.
/// @throws RuntimeError if no loop is running.
/// Built in chapter 11.
template <Awaitable... As>
auto gather(As&&... awaitables) {
    return gather_tuple<false>(std::forward<As>(awaitables)...);
}
/// The same, but exceptions are results too: waits for all, and gives a tuple of Outcomes.
/// Built in chapter 11.
template <Awaitable... As>
auto gather(ReturnExceptions, As&&... awaitables) {
    return gather_tuple<true>(std::forward<As>(awaitables)...);
}

/// gather over a range, with the results taken one by one: a value each, or an Outcome each.
template <bool outcomes, class R>
auto gather_range(R&& range) {
    using Element = range_element_t<R>;
    using T = gathered_t<Element>;
    using Results = std::vector<std::conditional_t<outcomes, Outcome<T>, Value<T>>>;
    EventLoop& loop = get_running_loop();
    const std::vector<AnyFuture> futures = futures_of(loop, std::forward<R>(range));
    const auto collect = [size = futures.size()](const auto& child_at) {
        using Takes = TakesResult<T, results_are_ours<Element>>;
        Results results;
        results.reserve(size);
        for (std::size_t place = 0; place < size; ++place) {
            if constexpr (outcomes)
                results.push_back(Takes::outcome(child_at(place)));
            else
                results.push_back(Takes::value(child_at(place)));
        }
        return results;
    };
    return gather_all<Results>(loop, futures, collect, outcomes);
}

/// The same for a range: gives a vector of the results. None give an empty one.
/// Built in chapter 11.
template <AwaitableRange R>
auto gather(R&& awaitables) {
    return gather_range<false>(std::forward<R>(awaitables));
}
/// The same for a range: gives a vector of Outcomes.
/// Built in chapter 11.
template <AwaitableRange R>
auto gather(ReturnExceptions, R&& awaitables) {
    return gather_range<true>(std::forward<R>(awaitables));
}
/// Says what gather takes, to who gave it something else.
template <class First, class... Others>
Future<> gather(First&&, Others&&...) requires(
    !std::is_same_v<std::remove_cvref_t<First>, ReturnExceptions> &&
    !(Awaitable<First> && ... && Awaitable<Others>)&&!(AwaitableRange<First> &&
                                                       sizeof...(Others) == 0)) {
    refuse_to_gather<First, Others...>();
    return {};
}
/// The same where exceptions are asked for.
template <class First, class... Others>
Future<> gather(ReturnExceptions, First&&,
                Others&&...) requires(!(Awaitable<First> && ... &&
                                        Awaitable<Others>)&&!(AwaitableRange<First> &&
                                                              sizeof...(Others) == 0)) {
    refuse_to_gather<First, Others...>();
    return {};
}

}  // namespace rondo
