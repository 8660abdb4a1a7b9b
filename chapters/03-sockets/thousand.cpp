#include "sockets.hpp"

#include <rondo/rondo.hpp>

#include <chrono>
#include <iostream>
#include <tuple>
#include <utility>
#include <vector>

using namespace std::chrono_literals;

rondo::EventLoop loop;
std::vector<std::pair<rondo::Descriptor, rondo::Descriptor>> pairs(500);
int ticks = 0;
int letters = 0;
int letters_to_come = 49'501;  // and then the 499 that are under way

void tick() {
    if (++ticks < 100)
        loop.call_later(10ms, tick);
    else
        loop.stop();
}

// Sends a letter back to where it came from, until enough have come.
void pass_on(rondo::Descriptor socket) {
    char letter = 0;
    sockets::receive(socket, &letter, 1);
    if (++letters < letters_to_come) sockets::send(socket, {&letter, 1});
}

void stop_at_the_last(rondo::Descriptor socket) {
    pass_on(socket);
    if (letters == letters_to_come) loop.stop();
}

// How long a letter takes to cross, while all the other sockets that are watched are silent.
int microseconds_a_letter() {
    const auto [here, there] = pairs.front();
    loop.add_reader(here, stop_at_the_last, here);
    loop.add_reader(there, stop_at_the_last, there);
    letters = 0;
    letters_to_come = 5'000;
    sockets::send(here, "x");
    const auto began = loop.time();
    loop.run_forever();
    return static_cast<int>((loop.time() - began) / letters / 1us);
}

int main() {
    sockets::allow_thousands();
    for (auto& [here, there] : pairs) {
        std::tie(here, there) = sockets::connected_pair();
        loop.add_reader(here, pass_on, here);
        loop.add_reader(there, pass_on, there);
    }
    for (const auto& [here, there] : pairs) sockets::send(here, "x");
    loop.call_later(10ms, tick);
    loop.run_forever();
    std::cout << "1000 sockets and a timer: " << letters << " letters, " << ticks << " ticks\n";

    std::cout << "a letter takes " << microseconds_a_letter() << " us when 1000 are watched, ";
    for (const auto& [here, there] : pairs) {
        loop.remove_reader(here);
        loop.remove_reader(there);
    }
    std::cout << microseconds_a_letter() << " us when 2 are\n";
}
