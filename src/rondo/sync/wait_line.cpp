#include <rondo/base/errors.hpp>
#include <rondo/loop/event_loop.hpp>
#include <rondo/sync/wait_line.hpp>

namespace rondo {

void LoopBound::bind_to(EventLoop& loop) {
    const Counted<LoopAnchor> anchor(&loop.anchor());
    if (!anchor_) anchor_ = anchor;
    if (anchor_ != anchor)
        throw RuntimeError(
            "this lock, event or queue is bound to a different event loop: the one in which a "
            "task first waited for it");
}

PlaceInLine* WaitLine::front() const {
    return empty() ? nullptr : static_cast<PlaceInLine*>(ends_.behind);
}

void WaitLine::push(PlaceInLine& place) {
    place.step_out();
    place.before = ends_.before;
    place.behind = &ends_;
    ends_.before->behind = &place;
    ends_.before = &place;
}

PlaceInLine* WaitLine::wake_first() {
    PlaceInLine* first = front();
    if (first == nullptr) return nullptr;
    first->check_thread();
    first->step_out();
    first->wake();
    return first;
}

void WaitLine::wake_all() {
    while (wake_first() != nullptr) continue;
}

bool WaitLine::all_cancelled() const {
    for (const Link* link = ends_.behind; link != &ends_; link = link->behind) {
        const auto& place = static_cast<const PlaceInLine&>(*link);
        if (place.woken() || !place.called()) return false;
    }
    return true;
}

void PlaceInLine::check_thread() const { task_->loop()->check_thread(); }

void PlaceInLine::start() {
    owner_->bind_to(*task_->loop());
    woken_ = false;
    line_.push(*this);
}

void PlaceInLine::wake() {
    woken_ = true;
    task_->wake();
}

void PlaceInLine::step_out() noexcept {
    before->behind = behind;
    behind->before = before;
    before = behind = this;
}

}  // namespace rondo
