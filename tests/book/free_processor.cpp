#include "tests/book/free_processor.hpp"

#include <ctime>
#include <thread>

namespace book {
namespace {

using Clock = std::chrono::steady_clock;

/// How much of a processor this gets: works for a fifth of a second, and compares.
double share_of_a_processor() {
    const std::clock_t worked_before = std::clock();
    const auto began = Clock::now();
    while (Clock::now() - began < std::chrono::milliseconds(200)) {}
    const std::chrono::duration<double> passed = Clock::now() - began;
    return static_cast<double>(std::clock() - worked_before) / CLOCKS_PER_SEC / passed.count();
}

}  // namespace

bool wait_for_free_processor(std::chrono::seconds patience) {
    const auto began = Clock::now();
    while (share_of_a_processor() < 0.95) {
        if (Clock::now() - began > patience) return false;
        std::this_thread::sleep_for(std::chrono::seconds(1));
    }
    return true;
}

}  // namespace book
