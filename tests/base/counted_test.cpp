#include <rondo/base/counted.hpp>

#include <gtest/gtest.h>

#include <utility>

using rondo::Counted;

namespace {

struct Thing {
    int count = 0;
    int freed = 0;

    void retain() { ++count; }
    void release() {
        if (--count == 0) ++freed;
    }
};

TEST(Counted, HoldsNothingAtFirst) {
    const Counted<Thing> nothing;
    EXPECT_FALSE(nothing);
    EXPECT_EQ(nothing.get(), nullptr);
    EXPECT_FALSE(Counted<Thing>(nullptr));
    EXPECT_EQ(nothing, Counted<Thing>(nullptr));
}

TEST(Counted, TheLastOneFrees) {
    Thing thing;
    {
        const Counted<Thing> one(&thing);
        {
            const Counted<Thing> other = one;
            EXPECT_EQ(thing.count, 2);
            EXPECT_EQ(one, other);
        }
        EXPECT_EQ(thing.count, 1);
        EXPECT_EQ(thing.freed, 0);
    }
    EXPECT_EQ(thing.freed, 1);
}

TEST(Counted, MovingDoesNotCount) {
    Thing thing;
    Counted<Thing> one(&thing);
    const Counted<Thing> other = std::move(one);
    EXPECT_EQ(thing.count, 1);
    EXPECT_EQ(one.get(), nullptr);  // NOLINT(bugprone-use-after-move)
    EXPECT_EQ(other.get(), &thing);
}

TEST(Counted, AssigningLetsGoOfTheOld) {
    Thing old_thing, new_thing;
    Counted<Thing> pointer(&old_thing);
    pointer = Counted<Thing>(&new_thing);
    EXPECT_EQ(old_thing.freed, 1);
    EXPECT_EQ(new_thing.count, 1);
    pointer = Counted<Thing>();
    EXPECT_EQ(new_thing.freed, 1);
}

TEST(Counted, MayBeAssignedToItself) {
    Thing thing;
    Counted<Thing> pointer(&thing);
    const Counted<Thing>& same = pointer;
    pointer = same;
    EXPECT_EQ(thing.count, 1);
    EXPECT_EQ(thing.freed, 0);
}

}  // namespace
