#include <rondo/groups/wait.hpp>

namespace rondo {

Waiting::Waiting(const WaitOptions& options)
    : return_when_(options.return_when), over_(get_running_loop().create_future()) {
    if (options.timeout)
        timer_ = get_running_loop().call_later(*options.timeout, [this] { end(); });
}

void Waiting::child_ended(Completion& child) {
    const bool failed =
        return_when_ == FIRST_EXCEPTION && !child.cancelled() && child.exception() != nullptr;
    if (count_children() == 0 || return_when_ == FIRST_COMPLETED || failed) end();
}

void Waiting::end() {
    timer_.cancel();
    if (!over_.done()) over_.set_result();
}

}  // namespace rondo
