#include "sockets.hpp"

#include <rondo/rondo.hpp>

#include <chrono>
#include <cstdio>
#include <thread>

using namespace std::chrono_literals;

rondo::EventLoop loop;
const auto begin = loop.time();

void note(const char* what) {
    std::printf("%.1f s: %s\n", std::chrono::duration<double>(loop.time() - begin).count(), what);
}

void tick() {
    note("tick");
    loop.call_later(100ms, tick);
}

int asked = 0;

void receive(sockets::Descriptor socket) {
    char letter = 0;
    ++asked;
    if (sockets::receive(socket, &letter, 1))
        note("a letter");
    else
        loop.call_soon(receive, socket);  // nothing yet: ask again
}

int main() {
    const auto [here, there] = sockets::connected_pair();
    std::thread visitor([socket = there] {
        std::this_thread::sleep_for(620ms);
        sockets::send(socket, "x");
    });
    loop.call_later(100ms, tick);
    loop.call_later(150ms, receive, here);
    loop.call_later(900ms, [] { loop.stop(); });
    loop.run_forever();
    visitor.join();
    std::printf("asked %d times for one letter\n", asked);
}
