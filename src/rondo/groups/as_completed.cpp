#include <rondo/groups/as_completed.hpp>

#include <unordered_set>

namespace rondo {

FinishLine::FinishLine(const std::vector<AnyFuture>& futures, const AsCompletedOptions& options) {
    std::unordered_set<AnyFuture> seen;
    for (const AnyFuture& future : futures)
        if (seen.insert(future).second) add_child(future.state());
    left_ = count_children();
    ended_.reserve(left_);
    if (left_ == 0 || !options.timeout) return;
    timer_ = get_running_loop().call_later(*options.timeout, [this] { time_is_up(); });
}

void FinishLine::ask() {
    if (left_ == 0) throw RuntimeError("as_completed has given all that there are");
    --left_;
}

Coro<AnyFuture> FinishLine::next(Counted<FinishLine> line) {
    while (line->has_none()) {
        const Future<> waiter = get_running_loop().create_future();
        const auto place = line->waiters_.insert(line->waiters_.end(), waiter);
        try {
            co_await waiter;
        } catch (const CancelledError&) {
            if (waiter.cancelled())
                line->waiters_.erase(place);
            else if (!line->has_none())
                line->wake_next();  // it was woken before: what there is goes to another one
            throw;
        }
    }
    const AnyFuture ended = std::move(line->ended_[line->given_++]);
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
    for (auto place = waiters_.begin(); place != waiters_.end(); ++place) {
        if (place->done()) continue;  // it was cancelled, and is about to leave
        const Future<> waiter = *place;
        waiters_.erase(place);
        return waiter.set_result();
    }
}

}  // namespace rondo
