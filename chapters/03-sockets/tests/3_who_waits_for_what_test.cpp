#include <rondo/kernel/descriptor_table.hpp>

#include <gtest/gtest.h>

using namespace rondo;

namespace {

struct Anybody final : Node {
    void run() noexcept override {}
};

TEST(Table, HasNoEntryBeforeSomebodyWaits) {
    DescriptorTable table;
    EXPECT_EQ(table.find(7), nullptr);
}

TEST(Table, KeepsOneEntryForADescriptor) {
    DescriptorTable table;
    table[7].registered = 3;
    ASSERT_NE(table.find(7), nullptr);
    EXPECT_EQ(table.find(7)->registered, 3U);
    EXPECT_EQ(&table[7], table.find(7));
}

TEST(Entry, KnowsInWhichDirectionSomebodyWaits) {
    Anybody reader;
    DescriptorEntry entry;
    EXPECT_FALSE(entry.watched());
    entry.watches[0] = &reader;
    EXPECT_TRUE(entry.watched());
    EXPECT_TRUE(entry.waits(Direction::read));
    EXPECT_FALSE(entry.waits(Direction::write));
}

TEST(Entry, QueuesWhoWaitsInTheDirectionThatIsReady) {
    Anybody reader, writer;
    DescriptorEntry entry;
    entry.watches[0] = &reader;
    entry.watches[1] = &writer;
    NodeQueue ready;
    entry.report(Direction::write, ready);
    EXPECT_EQ(ready.pop(), &writer);
    EXPECT_EQ(ready.pop(), nullptr);
}

TEST(Entry, QueuesNobodyIfNobodyWaits) {
    Anybody reader;
    DescriptorEntry entry;
    entry.watches[0] = &reader;
    NodeQueue ready;
    entry.report(Direction::write, ready);
    EXPECT_TRUE(ready.empty());
}

}  // namespace
