/// @file
/// shield: wait for something, without taking it along when cancelled.
#pragma once

#include <rondo/groups/outcome.hpp>
#include <rondo/tasks/task.hpp>

#include <type_traits>
#include <utility>

namespace rondo {

/// What stands between a task and the future that it must not cancel. What is behind it holds it,
/// by its done-callback, until that is called.
/// Built in chapter 11.
template <class T>
class ShieldState final : public FutureState<T> {
public:
    /// @param moves whether the result may be moved out of what is behind.
    ShieldState(EventLoop& loop, bool moves) : FutureState<T>(loop), moves_(moves) {}

    /// Starts listening to what is behind it.
    void listen(const Future<T>& inner) {
        inner.add_done_callback(Listener{Counted<ShieldState>(this)});
    }

private:
    /// The done-callback of what is behind it.
    struct Listener {
        Counted<ShieldState> self;
        void operator()(const Future<T>& ended) const {
            if (!self->done()) self->pass_on(ended);  // else it was cancelled: let others look
        }
        Completion* on_behalf_of() const { return self.get(); }
    };

    void pass_on(const Future<T>& inner) {
        if (inner.cancelled()) {
            this->cancel({});
        } else if (const auto error = inner.exception()) {
            this->set_exception(error);
        } else if constexpr (std::is_void_v<T>) {
            this->set_result();
        } else {
            auto& result = *static_cast<Slot<T>*>(inner.state().result_place());
            if constexpr (!std::is_reference_v<T> && is_copyable<T>) {
                if (!moves_) return this->set_result(copy_as_is_copyable_says<T>(result.get()));
            }
            this->set_result(result.take());
        }
    }

    bool moves_;
};

/// Waits for something that is to go on even if this task is cancelled: the await then throws
/// CancelledError at once, and what is behind the shield knows nothing of it. If that fails later,
/// it is reported, as an exception that nobody retrieved.
/// @param awaitable a Coro becomes a task; a Task or a Future is used as it is.
/// @return a future with its result, a turn later.
/// @throws RuntimeError if no loop is running.
/// Built in chapter 11.
template <Awaitable A>
auto shield(A&& awaitable) {
    EventLoop& loop = get_running_loop();
    auto inner = ensure_future(loop, std::forward<A>(awaitable));
    using T = decltype(get_awaiter(std::move(inner)).await_resume());
    const Future<T> behind(inner.state());
    if (behind.done()) return behind;
    auto* state = new ShieldState<T>(loop, results_are_ours<A>);
    const Future<T> shielded(*state);
    state->listen(behind);
    return shielded;
}

}  // namespace rondo
