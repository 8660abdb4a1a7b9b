/// @file
/// shield: wait for something, without taking it along when cancelled.
#pragma once

#include <rondo/groups/children.hpp>
#include <rondo/groups/outcome.hpp>
#include <rondo/tasks/task.hpp>

#include <type_traits>
#include <utility>

namespace rondo {

/// What stands between a task and the future that it must not cancel. It holds what is behind it,
/// and listens to it until one of the two is done. Whoever waits for it keeps it alive, though
/// nobody has a handle.
/// Built in chapter 11.
template <class T>
class ShieldState final : public FutureState<T>, private Children {
public:
    /// @param moves whether the result may be moved out of what is behind.
    ShieldState(EventLoop& loop, const Future<T>& inner, bool moves)
        : FutureState<T>(loop), inner_(inner), moves_(moves) {
        add_child(inner.state());
    }

protected:
    void unheld() noexcept override {
        if (this->waiters().empty() || count_children() == 0) FutureState<T>::unheld();
    }
    Completion* served() override { return this; }
    Completion* begin_cancel(CancelQuestion& question) noexcept override {
        forget_all();
        return FutureState<T>::begin_cancel(question);
    }

private:
    void child_ended(Completion&) override {
        if (this->done()) return;
        try {
            pass_on();
        } catch (...) {  // of the result, when it was copied
            this->set_exception(std::current_exception());
        }
    }

    void pass_on() {
        if (inner_.cancelled()) {
            this->finish_cancelled({});
        } else if (const auto error = inner_.exception()) {
            this->set_exception(error);
        } else if constexpr (std::is_void_v<T>) {
            this->set_result();
        } else {
            auto& result = *static_cast<Slot<T>*>(inner_.state().result_place());
            if constexpr (!std::is_reference_v<T> && is_copyable<T>) {
                if (!moves_) return this->set_result(copy_as_is_copyable_says<T>(result.get()));
            }
            this->set_result(result.take());
        }
    }

    Future<T> inner_;
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
    return Future<T>(*new ShieldState<T>(loop, behind, results_are_ours<A>));
}

}  // namespace rondo
