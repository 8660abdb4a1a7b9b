#include <rondo/rondo.hpp>

#include <chrono>
#include <cstdio>
#include <thread>

using namespace std::chrono_literals;

rondo::EventLoop loop;

void beat(rondo::TimePoint due) {
    const std::chrono::duration<double> late = loop.time() - due;
    std::printf("beat, %.1f s late\n", late.count());
    loop.call_at(due + 500ms, beat, due + 500ms);
}

void think() {
    std::puts("thinking...");
    std::this_thread::sleep_for(1200ms);
}

int main() {
    const rondo::TimePoint start = loop.time();
    loop.call_at(start + 500ms, beat, start + 500ms);
    loop.call_at(start + 600ms, think);
    loop.call_at(start + 2200ms, [] { loop.stop(); });
    loop.run_forever();
}
