#include <rondo/kernel/sleeper.hpp>

#include <thread>

namespace rondo {

void Sleeper::wait(TimePoint until, NodeQueue&) {
    if (until > now()) std::this_thread::sleep_until(until);
}

}  // namespace rondo
