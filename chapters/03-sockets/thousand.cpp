#include "sockets.hpp"

#include <rondo/rondo.hpp>

#include <chrono>
#include <iostream>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

using namespace std::chrono_literals;

rondo::EventLoop loop;

struct Heartbeat {
    int ticks = 0;
    void tick() {
        if (++ticks < 100)
            loop.call_later(10ms, [this] { tick(); });
        else
            loop.stop();
    }
};

int main() {
    sockets::allow_thousands();
    std::vector<std::pair<rondo::Descriptor, rondo::Descriptor>> pairs(500);
    long letters = 0;
    for (auto& [here, there] : pairs) {
        std::tie(here, there) = sockets::connected_pair();
        for (const auto socket : {here, there})
            loop.add_reader(socket, [&letters, socket] {
                char letter = 0;
                sockets::receive(socket, &letter, 1);
                sockets::send(socket, {&letter, 1});  // back to where it came from
                ++letters;
            });
        sockets::send(here, "x");
    }
    Heartbeat heartbeat;
    heartbeat.tick();
    loop.run_forever();
    std::cout << heartbeat.ticks << " ticks of a timer, and " << letters / 1000
              << " thousand letters over a thousand sockets\n";
}
