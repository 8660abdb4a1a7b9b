#include <rondo/base/thread_end.hpp>

namespace rondo {
namespace {

constinit thread_local bool is_over = false;

struct ThreadEnd {
    ~ThreadEnd() { is_over = true; }
};

}  // namespace

void note_end_of_thread() {
    static thread_local const ThreadEnd end;
    [[maybe_unused]] const ThreadEnd& made = end;
}

bool thread_is_over() noexcept { return is_over; }

}  // namespace rondo
