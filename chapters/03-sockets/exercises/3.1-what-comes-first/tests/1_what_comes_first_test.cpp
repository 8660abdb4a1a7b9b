#include "sockets.hpp"

#include <rondo/rondo.hpp>

#include <gtest/gtest.h>

#include <fstream>
#include <string>

using namespace std::chrono_literals;

TEST(Order, IsWhatYouPredicted) {
    rondo::EventLoop loop;
    const auto [here, there] = sockets::connected_pair();
    sockets::send(there, "xy");
    sockets::close(there);
    std::string order;
    bool done = false;
    loop.add_reader(here, [&, socket = here] {
        char letter = 'E';
        sockets::receive(socket, &letter, 1);
        order += letter;
        if (letter == 'x') loop.call_soon([&] { order += 'C'; });
        if (letter == 'E') done = true;
    });
    loop.call_later(0s, [&] { order += 'T'; });
    loop.call_soon([&] {
        order += 'A';
        loop.call_soon([&] { order += 'B'; });
    });
    while (!done) {  // a turn at a time
        if (!order.empty()) order += '|';
        loop.stop();
        loop.run_forever();
    }
    loop.remove_reader(here);
    sockets::close(here);

    std::string predicted;
    std::ifstream("order.txt") >> predicted;
    EXPECT_TRUE(predicted == order)
        << "order.txt says " << predicted << ", and that is not the order";
}
