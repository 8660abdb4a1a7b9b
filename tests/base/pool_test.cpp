#include "tests/support/semaphore.hpp"

#include <rondo/base/pool.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <functional>
#include <iterator>
#include <random>
#include <set>
#include <thread>
#include <vector>

using namespace rondo;

namespace {

constexpr std::size_t sizes[] = {1, 8, 15, 16, 17, 100, 1023, 1024, 1025, 5000, 100'000};

TEST(Pool, GivesMemoryOfEverySize) {
    std::vector<char*> blocks;
    for (const std::size_t size : sizes) {
        blocks.push_back(static_cast<char*>(pool::allocate(size)));
        std::memset(blocks.back(), static_cast<int>(blocks.size()), size);
    }
    // Nothing that was written into one is in another.
    for (std::size_t index = 0; index < blocks.size(); ++index) {
        for (std::size_t at = 0; at < sizes[index]; ++at)
            ASSERT_EQ(blocks[index][at], static_cast<char>(index + 1)) << sizes[index];
        pool::deallocate(blocks[index], sizes[index]);
    }
}

TEST(Pool, AlignsAsOperatorNewDoes) {
    for (std::size_t size = 1; size <= 1100; ++size) {
        void* block = pool::allocate(size);
        EXPECT_EQ(reinterpret_cast<std::uintptr_t>(block) % __STDCPP_DEFAULT_NEW_ALIGNMENT__, 0U)
            << size;
        pool::deallocate(block, size);
    }
}

// As `operator new` does for it.
TEST(Pool, GivesABlockOfItsOwnEvenForNoBytes) {
    void* nothing = pool::allocate(0);
    void* something = pool::allocate(16);
    EXPECT_NE(nothing, nullptr);
    EXPECT_NE(nothing, something);
    pool::deallocate(something, 16);
    pool::deallocate(nothing, 0);
}

TEST(Pool, KeepsWhatIsWrittenThroughRandomUse) {
    struct Block {
        unsigned char* begin;
        std::size_t size;
        unsigned char mark;
    };
    std::mt19937 random(1);
    std::vector<Block> blocks;
    for (int step = 0; step < 50'000; ++step) {
        if (blocks.size() < 200 && random() % 2 == 0) {
            const std::size_t size = 1 + random() % 1200;
            const auto mark = static_cast<unsigned char>(random());
            blocks.push_back({static_cast<unsigned char*>(pool::allocate(size)), size, mark});
            std::memset(blocks.back().begin, mark, size);
        } else if (!blocks.empty()) {
            std::swap(blocks[random() % blocks.size()], blocks.back());
            const Block block = blocks.back();
            blocks.pop_back();
            for (std::size_t at = 0; at < block.size; ++at)
                ASSERT_EQ(block.begin[at], block.mark) << "seed 1, step " << step;
            pool::deallocate(block.begin, block.size);
        }
    }
    for (const Block& block : blocks) pool::deallocate(block.begin, block.size);
}

TEST(Pool, ABlockMayBeFreedInAnotherThread) {
    std::vector<void*> blocks;
    for (int number = 0; number < 1000; ++number) blocks.push_back(pool::allocate(64));
    std::thread([&] {
        for (void* block : blocks) pool::deallocate(block, 64);
        for (void*& block : blocks) block = pool::allocate(64);
    }).join();
    // Blocks outlive the thread that they were cut in.
    for (void* block : blocks) std::memset(block, 1, 64);
    for (void* block : blocks) pool::deallocate(block, 64);
}

TEST(Pool, ServesManyThreadsAtOnce) {
    std::vector<std::thread> threads;
    for (unsigned seed = 0; seed < 4; ++seed)
        threads.emplace_back([seed] {
            std::mt19937 random(seed);
            std::vector<std::pair<void*, std::size_t>> blocks;
            for (int step = 0; step < 5000; ++step) {
                const std::size_t size = 1 + random() % 1024;
                blocks.emplace_back(pool::allocate(size), size);
                std::memset(blocks.back().first, 1, size);
                if (random() % 4 != 0) continue;
                for (const auto& [block, its_size] : blocks) pool::deallocate(block, its_size);
                blocks.clear();
            }
            for (const auto& [block, its_size] : blocks) pool::deallocate(block, its_size);
        });
    for (std::thread& thread : threads) thread.join();
}

struct Small : Pooled {
    char bytes[40];
};

TEST(Pooled, ObjectsLiveInThePool) {
    auto* first = new Small;
    delete first;
#ifndef RONDO_NO_POOL
    void* again = pool::allocate(sizeof(Small));
    EXPECT_EQ(again, first);
    pool::deallocate(again, sizeof(Small));
#endif
}

struct alignas(64) Wide : Pooled {
    char bytes[64];
};

TEST(Pooled, ObjectsHaveTheAlignmentThatTheyAskFor) {
    std::vector<Wide*> all;
    for (int number = 0; number < 5; ++number) {
        delete new Small;
        all.push_back(new Wide);
        // The compiler believes the type and would leave the question out, so it is asked of bytes.
        void* volatile block = all.back();
        EXPECT_EQ(reinterpret_cast<std::uintptr_t>(block) % 64, 0U);
    }
    for (Wide* one : all) delete one;
}

#ifndef RONDO_NO_POOL

TEST(Pool, GivesTheBlockThatWasFreedLast) {
    void* first = pool::allocate(200);
    void* second = pool::allocate(200);
    pool::deallocate(first, 200);
    pool::deallocate(second, 200);
    EXPECT_EQ(pool::allocate(200), second);
    EXPECT_EQ(pool::allocate(193), first);  // the same class of size
    pool::deallocate(first, 200);
    pool::deallocate(second, 200);
}

// How many different blocks a hundred rounds of the same use take.
std::size_t blocks_used(const std::function<void(std::vector<void*>&)>& round) {
    std::set<void*> seen;
    for (int count = 0; count < 100; ++count) {
        std::vector<void*> blocks;
        round(blocks);
        seen.insert(blocks.begin(), blocks.end());
    }
    return seen.size();
}

void fill(std::vector<void*>& blocks) {
    for (int number = 0; number < 300; ++number) blocks.push_back(pool::allocate(1000));
}
void free_all(const std::vector<void*>& blocks) {
    for (void* block : blocks) pool::deallocate(block, 1000);
}

TEST(Pool, OneThreadUsesItsBlocksAgain) {
    EXPECT_LE(blocks_used([](auto& blocks) {
                  fill(blocks);
                  free_all(blocks);
              }),
              300U);
}

TEST(Pool, AThreadLeavesItsBlocksToThoseThatComeAfter) {
    EXPECT_LE(blocks_used([](auto& blocks) {
                  std::thread([&] {
                      fill(blocks);
                      free_all(blocks);
                  }).join();
              }),
              600U);
}

// Threads that come and go, each of which needs a little: they do not take a slab each.
TEST(Pool, AThreadLeavesTheMemoryThatItHasNotCutToo) {
    std::set<std::uintptr_t> blocks;
    for (int number = 0; number < 64; ++number)
        std::thread([&] {
            blocks.insert(reinterpret_cast<std::uintptr_t>(pool::allocate(1000)));
        }).join();
    int close_together = 0;
    for (auto block = std::next(blocks.begin()); block != blocks.end(); ++block)
        if (*block - *std::prev(block) < 4096) ++close_together;
    EXPECT_GT(close_together, 48);
    for (const std::uintptr_t block : blocks)
        pool::deallocate(reinterpret_cast<void*>(block), 1000);
}

// A thread that works for many rounds beside this one.
class Helper {
public:
    explicit Helper(std::function<void()> round)
        : thread_([this, round = std::move(round)] {
              for (begin_.acquire(); !over_; begin_.acquire()) {
                  round();
                  ended_.release();
              }
          }) {}
    ~Helper() {
        over_ = true;
        begin_.release();
        thread_.join();
    }
    void work() {
        begin_.release();
        ended_.acquire();
    }

private:
    support::Semaphore begin_{0}, ended_{0};
    bool over_ = false;
    std::thread thread_;
};

TEST(Pool, WhatAnotherThreadFreesComesBack) {
    std::vector<void*> blocks;
    Helper helper([&] { free_all(blocks); });
    EXPECT_LE(blocks_used([&](auto& made) {
                  fill(made);
                  blocks = made;
                  helper.work();
              }),
              300U + 4 * pool::bundle);
}

TEST(Pool, AThreadKeepsFewerThanTwoBundlesOfASize) {
    std::vector<void*> blocks;
    fill(blocks);
    const std::set<void*> freed(blocks.begin(), blocks.end());
    free_all(blocks);
    std::vector<void*> theirs;
    std::thread([&] { fill(theirs); }).join();
    const auto came = std::count_if(theirs.begin(), theirs.end(),
                                    [&](void* block) { return freed.count(block) != 0; });
    EXPECT_GE(came, 300 - 2 * static_cast<int>(pool::bundle));
    free_all(theirs);
}

// Made before the thread has anything from the pool, so destroyed after the pool has looked after
// what the thread leaves.
struct FreesAtTheEnd {
    ~FreesAtTheEnd() {
        free_all(blocks);
        blocks.clear();
        for (int round = 0; round < 2; ++round) {
            void* block = pool::allocate(1000);
            std::memset(block, 1, 1000);
            pool::deallocate(block, 1000);
        }
    }
    std::vector<void*> blocks;
};

TEST(Pool, WhatThreadLocalsFreeIsNotLost) {
    EXPECT_LE(blocks_used([](auto& blocks) {
                  std::thread([&] {
                      static thread_local FreesAtTheEnd last;
                      last.blocks.reserve(300);
                      fill(last.blocks);
                      blocks = last.blocks;
                  }).join();
              }),
              600U);
}

TEST(Pool, AThreadThatOnlyFreesLeavesItsBlocksToo) {
    EXPECT_LE(blocks_used([](auto& blocks) {
                  fill(blocks);
                  std::thread([&] { free_all(blocks); }).join();
              }),
              1000U);
}

#endif

}  // namespace
