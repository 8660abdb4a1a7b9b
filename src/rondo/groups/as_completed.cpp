#include <rondo/groups/as_completed.hpp>

#include <unordered_set>

namespace rondo {

FinishLine::FinishLine(const std::vector<AnyFuture>& futures, const AsCompletedOptions& options) {
    std::unordered_set<AnyFuture> seen;
    for (const AnyFuture& future : futures)
        if (seen.insert(future).second) add_child(future.state());
    left_ = count_children();
    if (left_ == 0 || !options.timeout) return;
    timer_ = get_running_loop().call_later(*options.timeout, [this] { time_is_up(); });
}

void FinishLine::ask() {
    if (left_ == 0) throw RuntimeError("as_completed has given all that there are");
    --left_;
}

Coro<AnyFuture> FinishLine::next(Counted<FinishLine> line) {
    while (line->ended_.empty()) {
        const Future<> waiter = get_running_loop().create_future();
        line->waiters_.push_back(waiter);
        try {
            co_await waiter;
        } catch (const CancelledError&) {
            std::erase(line->waiters_, waiter);
            // It was woken before it was cancelled: what there is goes to another one.
            if (!waiter.cancelled() && !line->ended_.empty()) line->wake_next();
            throw;
        }
    }
    const AnyFuture ended = std::move(line->ended_.front());
    line->ended_.pop_front();
    if (!ended) throw TimeoutError();
    co_return ended;
}

void FinishLine::child_ended(Completion& child) {
    add(AnyFuture(child));
    if (count_children() == 0) timer_.cancel();
}

void FinishLine::time_is_up() {
    for (std::size_t late = forget_all(); late > 0; --late) add(AnyFuture());
}

void FinishLine::add(AnyFuture ended) {
    ended_.push_back(std::move(ended));
    wake_next();
}

void FinishLine::wake_next() {
    while (!waiters_.empty()) {
        const Future<> waiter = std::move(waiters_.front());
        waiters_.pop_front();
        if (waiter.done()) continue;
        return waiter.set_result();
    }
}

}  // namespace rondo
