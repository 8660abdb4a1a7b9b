// Two bakers, one till, and a shelf with room for two loaves. The bakers could bake faster than the
// loaves are sold, but who finds the shelf full waits, and comes next when there is room.
#include <rondo/rondo.hpp>

#include <chrono>
#include <iostream>
#include <string>

using namespace std::chrono_literals;

using Shelf = rondo::Queue<std::string>;

rondo::Coro<> bake(std::string baker, int loaves, Shelf shelf) {
    for (int number = 1; number <= loaves; ++number) {
        co_await shelf.put(baker + "'s loaf " + std::to_string(number));
    }
    std::cout << baker << " goes home.\n";
}

rondo::Coro<> sell(Shelf shelf) {
    try {
        while (true) {
            auto loaf = co_await shelf.get();
            std::cout << "Sold: " << loaf << "\n";
            co_await rondo::sleep(5ms);  // the customer counts out the coins
        }
    } catch (const rondo::QueueShutDown&) {
        std::cout << "Sold out.\n";
    }
}

rondo::Coro<> async_main() {
    Shelf shelf(2);
    auto till = rondo::create_task(sell(shelf));
    co_await rondo::gather(bake("Alice", 4, shelf), bake("Bob", 3, shelf));
    shelf.shutdown();  // what is there is sold, but there will be no more
    co_await till;
}

int main() { rondo::run(async_main()); }
