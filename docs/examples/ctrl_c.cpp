// Ctrl-C cancels the main task, which has the time to clean up. Then `run` throws a
// KeyboardInterrupt. (A second Ctrl-C ends the program at once.)
#include <rondo/rondo.hpp>

#include <chrono>
#include <exception>
#include <iostream>

using namespace std::chrono_literals;

rondo::Coro<> work() {
    std::exception_ptr interrupted;
    try {
        std::cout << "Working. Ctrl-C ends it." << std::endl;
        co_await rondo::sleep(24h);
    } catch (const rondo::CancelledError&) {
        interrupted = std::current_exception();
    }
    if (interrupted) {
        std::cout << "Saving what there is...\n";
        co_await rondo::sleep(10ms);  // there is time to wait
        std::cout << "Saved.\n";
        std::rethrow_exception(interrupted);
    }
}

int main() {
    try {
        rondo::run(work());
    } catch (const rondo::KeyboardInterrupt&) {
        std::cout << "Goodbye.\n";
    }
}
