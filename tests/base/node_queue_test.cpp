#include "tests/support/recording_node.hpp"

#include <rondo/base/node.hpp>

#include <gmock/gmock.h>

#include <deque>

using namespace rondo;
using support::Names;
using support::RecordingNode;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace {

class NodeQueueTest : public ::testing::Test {
protected:
    Names names;
    RecordingNode a{names, "a"}, b{names, "b"}, c{names, "c"}, d{names, "d"};
    NodeQueue queue;

    void push(std::initializer_list<RecordingNode*> nodes) {
        for (RecordingNode* node : nodes) queue.push(*node);
    }
    Names contents(NodeQueue& line) {
        names.clear();
        support::run_all(line);
        return names;
    }
    Names contents() { return contents(queue); }
};

TEST_F(NodeQueueTest, IsEmptyAtFirst) {
    EXPECT_TRUE(queue.empty());
    EXPECT_EQ(queue.front(), nullptr);
    EXPECT_EQ(queue.pop(), nullptr);
    EXPECT_EQ(queue.take_all(), nullptr);
    EXPECT_FALSE(queue.remove(a));
}

TEST_F(NodeQueueTest, FirstInIsFirstOut) {
    push({&a, &b, &c});
    EXPECT_FALSE(queue.empty());
    EXPECT_EQ(queue.front(), &a);
    EXPECT_THAT(contents(), ElementsAre("a", "b", "c"));
    EXPECT_TRUE(queue.empty());
}

TEST_F(NodeQueueTest, FrontTakesNothingOut) {
    push({&a, &b});
    EXPECT_EQ(queue.front(), &a);
    EXPECT_EQ(queue.front(), &a);
    EXPECT_THAT(contents(), ElementsAre("a", "b"));
}

TEST_F(NodeQueueTest, CanBeFilledAgainAfterItRanEmpty) {
    push({&a});
    EXPECT_EQ(queue.pop(), &a);
    EXPECT_TRUE(queue.empty());
    push({&b, &a});
    EXPECT_THAT(contents(), ElementsAre("b", "a"));
}

TEST_F(NodeQueueTest, PushAndPopMayAlternate) {
    push({&a, &b});
    EXPECT_EQ(queue.pop(), &a);
    push({&c, &a});
    EXPECT_EQ(queue.pop(), &b);
    push({&d});
    EXPECT_THAT(contents(), ElementsAre("c", "a", "d"));
}

TEST_F(NodeQueueTest, TakeAllGivesAChainThatEnds) {
    push({&a, &b, &c});
    Node* first = queue.take_all();
    EXPECT_TRUE(queue.empty());
    ASSERT_EQ(first, &a);
    ASSERT_EQ(first->next, &b);
    ASSERT_EQ(first->next->next, &c);
    EXPECT_EQ(first->next->next->next, nullptr);
}

TEST_F(NodeQueueTest, TakeAllOfOneEndsAtOnce) {
    push({&a});
    EXPECT_EQ(queue.take_all(), &a);
    EXPECT_EQ(a.next, nullptr);
}

TEST_F(NodeQueueTest, AppendPutsAnotherLineBehindThisOne) {
    NodeQueue other;
    push({&a, &b});
    other.push(c);
    other.push(d);
    queue.append(other);
    EXPECT_TRUE(other.empty());
    EXPECT_THAT(contents(), ElementsAre("a", "b", "c", "d"));
}

TEST_F(NodeQueueTest, AppendToAnEmptyLineMovesTheOther) {
    NodeQueue other;
    other.push(a);
    other.push(b);
    queue.append(other);
    EXPECT_TRUE(other.empty());
    push({&c});
    EXPECT_THAT(contents(), ElementsAre("a", "b", "c"));
}

TEST_F(NodeQueueTest, AppendOfAnEmptyLineChangesNothing) {
    NodeQueue other;
    queue.append(other);
    EXPECT_TRUE(queue.empty());
    push({&a});
    queue.append(other);
    EXPECT_THAT(contents(), ElementsAre("a"));
}

TEST_F(NodeQueueTest, TheLineThatWasAppendedCanBeUsedAgain) {
    NodeQueue other;
    other.push(a);
    queue.append(other);
    other.push(b);
    EXPECT_THAT(contents(), ElementsAre("a"));
    EXPECT_THAT(contents(other), ElementsAre("b"));
}

TEST_F(NodeQueueTest, RemoveTakesOutTheFirst) {
    push({&a, &b, &c});
    EXPECT_TRUE(queue.remove(a));
    push({&d});
    EXPECT_THAT(contents(), ElementsAre("b", "c", "d"));
}

TEST_F(NodeQueueTest, RemoveTakesOutTheMiddle) {
    push({&a, &b, &c});
    EXPECT_TRUE(queue.remove(b));
    push({&d});
    EXPECT_THAT(contents(), ElementsAre("a", "c", "d"));
}

TEST_F(NodeQueueTest, RemoveTakesOutTheLast) {
    push({&a, &b, &c});
    EXPECT_TRUE(queue.remove(c));
    push({&d});
    EXPECT_THAT(contents(), ElementsAre("a", "b", "d"));
}

TEST_F(NodeQueueTest, RemoveTakesOutTheOnlyOne) {
    push({&a});
    EXPECT_TRUE(queue.remove(a));
    EXPECT_TRUE(queue.empty());
    push({&b});
    EXPECT_THAT(contents(), ElementsAre("b"));
}

TEST_F(NodeQueueTest, RemoveOfAStrangerChangesNothing) {
    push({&a, &b});
    EXPECT_FALSE(queue.remove(c));
    EXPECT_THAT(contents(), ElementsAre("a", "b"));
    EXPECT_FALSE(queue.remove(a));
}

// Every sequence of seven steps, each with its own effect on a plain deque.
TEST_F(NodeQueueTest, DoesWhatADequeDoes) {
    constexpr int steps = 7, kinds = 6;
    RecordingNode* const nodes[] = {&a, &b, &c};
    int sequences = 1;
    for (int step = 0; step < steps; ++step) sequences *= kinds;
    for (int sequence = 0; sequence < sequences; ++sequence) {
        NodeQueue line;
        std::deque<Node*> model;
        for (int step = 0, rest = sequence; step < steps; ++step, rest /= kinds) {
            RecordingNode* node = nodes[rest % kinds % 3];
            const auto place = std::find(model.begin(), model.end(), node);
            if (rest % kinds < 3) {
                if (place != model.end()) continue;
                line.push(*node);
                model.push_back(node);
            } else {
                ASSERT_EQ(line.remove(*node), place != model.end()) << "sequence " << sequence;
                if (place != model.end()) model.erase(place);
            }
        }
        for (Node* expected : model) ASSERT_EQ(line.pop(), expected) << "sequence " << sequence;
        ASSERT_TRUE(line.empty()) << "sequence " << sequence;
    }
    EXPECT_THAT(names, IsEmpty());
}

}  // namespace
