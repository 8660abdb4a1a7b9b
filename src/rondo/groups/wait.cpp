#include <rondo/groups/wait.hpp>

namespace rondo {

WaitCounter::WaitCounter(EventLoop& loop, std::size_t left, const WaitOptions& options)
    : left_(left), return_when_(options.return_when), over_(loop.create_future()) {
    if (!options.timeout) return;
    timer_ = loop.call_later(*options.timeout, [over = over_] {
        if (!over.done()) over.set_result();
    });
}

void WaitCounter::count(const AnyFuture& future) {
    --left_;
    const bool failed =
        return_when_ == FIRST_EXCEPTION && !future.cancelled() && future.exception() != nullptr;
    if (left_ != 0 && return_when_ != FIRST_COMPLETED && !failed) return;
    stop();
    if (!over_.done()) over_.set_result();
}

}  // namespace rondo
