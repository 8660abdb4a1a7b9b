/// @file
/// AwaitableRange: many awaitables, given as one argument.
#pragma once

#include <rondo/tasks/task.hpp>

#include <iterator>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace rondo {

/// Something with a beginning and an end, whose elements can be awaited: a vector, a list, an
/// array, a view.
/// Built in chapter 11.
template <class R>
concept AwaitableRange = requires(R& range) {
    std::begin(range) != std::end(range);
    { *std::begin(range) } -> Awaitable;
};

/// Whether the elements of a range are given up together with it: those of a temporary container
/// are; a view lends the elements of another.
template <class R>
inline constexpr bool gives_up_elements =
    !std::is_lvalue_reference_v<R> && !std::ranges::enable_view<std::remove_cvref_t<R>>;

/// An element of a range, as it is taken out.
template <AwaitableRange R>
using range_element_t =
    std::conditional_t<gives_up_elements<R>,
                       std::remove_reference_t<decltype(*std::begin(std::declval<R&>()))>&&,
                       std::remove_reference_t<decltype(*std::begin(std::declval<R&>()))>&>;

/// Makes futures of all elements, in their order: see ensure_future.
/// Built in chapter 11.
template <AwaitableRange R>
std::vector<AnyFuture> futures_of(EventLoop& loop, R&& range) {
    std::vector<AnyFuture> futures;
    for (auto&& element : range)
        futures.push_back(ensure_future(loop, static_cast<range_element_t<R>>(element)));
    return futures;
}

/// What the future of an awaitable gives.
template <class A>
using gathered_t = decltype(get_awaiter(ensure_future(std::declval<A>())).await_resume());

/// Refuses, when compiling, what is neither awaitable nor a range of awaitables.
template <class... Wrong>
constexpr void refuse_to_gather() {
    constexpr bool can_be_awaited = (Awaitable<Wrong> && ...);
    static_assert(can_be_awaited,
                  "only what can be awaited can be gathered: Coros, Tasks, Futures and the like, "
                  "one by one or in a range; a range of Coros must not be const");
}

}  // namespace rondo
