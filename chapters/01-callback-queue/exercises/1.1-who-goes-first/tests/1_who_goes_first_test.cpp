#include <rondo/rondo.hpp>

#include <gtest/gtest.h>

#include <fstream>
#include <string>

TEST(Order, IsWhatYouPredicted) {
    rondo::EventLoop loop;
    rondo::Handle d;
    std::string order;
    bool done = false;
    loop.call_soon([&] {
        order += 'A';
        loop.call_soon([&] {
            order += 'C';
            d.cancel();
        });
        d = loop.call_soon([&] { order += 'D'; });
    });
    loop.call_soon([&] {
        order += 'B';
        loop.call_soon([&] {
            order += 'E';
            loop.call_soon([&] {
                order += 'F';
                done = true;
            });
        });
        loop.call_soon([&] { order += 'G'; });
    });
    while (!done) {  // a turn at a time
        if (!order.empty()) order += '|';
        loop.stop();
        loop.run_forever();
    }

    std::string predicted;
    std::getline(std::ifstream("order.txt"), predicted);
    std::erase(predicted, ' ');
    EXPECT_TRUE(predicted == order)
        << "order.txt says " << predicted << ", and that is not the order";
}
