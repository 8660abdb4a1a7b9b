// A server allows three requests a second; eight clients have one each. Nobody has to keep a list
// of times: a semaphore has three units, and each comes back one second after it was taken.
#include <rondo/rondo.hpp>

#include <chrono>
#include <iostream>
#include <utility>
#include <vector>

using namespace std::chrono_literals;

class RateLimiter {
public:
    RateLimiter(int count, rondo::Duration span) : units_(count), span_(span) {}

    // Goes on as soon as one more is allowed.
    rondo::Coro<> admit() {
        co_await units_.acquire();
        rondo::get_running_loop().call_later(span_, [units = units_] { units.release(); });
    }

private:
    rondo::Semaphore units_;
    rondo::Duration span_;
};

rondo::Coro<> request(int number, RateLimiter& limiter) {
    auto& loop = rondo::get_running_loop();
    auto began = loop.time();
    co_await limiter.admit();
    auto seconds = std::chrono::duration_cast<std::chrono::seconds>(loop.time() - began);
    std::cout << "Second " << seconds.count() << ": request " << number << "\n";
}

rondo::Coro<> async_main() {
    RateLimiter limiter(3, 1s);
    std::vector<rondo::Coro<>> requests;
    for (int number = 1; number <= 8; ++number) requests.push_back(request(number, limiter));
    co_await rondo::gather(std::move(requests));
}

// In virtual time, which jumps to whatever happens next: this takes no two seconds.
int main() { rondo::run(async_main(), {.virtual_time = true}); }
