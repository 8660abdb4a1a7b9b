#include "tests/support/owner.hpp"

#include <rondo/base/slot.hpp>

#include <memory>
#include <string>
#include <type_traits>

namespace {

using rondo::Slot;

TEST(Slot, GivesBackWhatWasPutIn) {
    Slot<std::string> slot;
    slot.set("hello");
    EXPECT_EQ(slot.get(), "hello");
    EXPECT_EQ(slot.get(), "hello") << "looking does not take it out";
    EXPECT_EQ(slot.take(), "hello");
}

TEST(Slot, TakingMoves) {
    Slot<std::unique_ptr<int>> slot;
    slot.set(std::make_unique<int>(7));
    const std::unique_ptr<int> taken = slot.take();
    EXPECT_EQ(*taken, 7);
    EXPECT_EQ(slot.get(), nullptr);
}

struct NoDefault {
    explicit NoDefault(int its_value) : value(its_value) {}
    int value;
};

TEST(Slot, NeedsNoDefaultConstructor) {
    Slot<NoDefault> slot;
    slot.set(3);
    EXPECT_EQ(slot.get().value, 3);
}

TEST(Slot, HoldsAReferenceByItsAddress) {
    int original = 1;
    Slot<int&> slot;
    slot.set(original);
    slot.get() = 2;
    EXPECT_EQ(original, 2);
    EXPECT_EQ(&slot.take(), &original);
}

TEST(Slot, OfVoidHoldsNothing) {
    Slot<void> slot;
    slot.set();
    EXPECT_TRUE((std::is_void_v<decltype(slot.get())>));
    EXPECT_TRUE((std::is_void_v<decltype(slot.take())>));
    EXPECT_TRUE(std::is_empty_v<Slot<void>>);
}

TEST(Slot, DestroysWhatItHoldsOnce) {
    int alive = 0;
    {
        Slot<support::Owner> slot;
        EXPECT_EQ(alive, 0) << "empty at first";
        slot.set(alive);
        EXPECT_EQ(alive, 1);
    }
    EXPECT_EQ(alive, 0);
}

}  // namespace
