#include <rondo/base/pool.hpp>

#include <mutex>
#include <utility>
#include <vector>

namespace rondo::pool {

#ifdef RONDO_NO_POOL
inline namespace without_pool {

void* allocate_block(std::size_t size) { return ::operator new(size); }
void free_block(void* block, std::size_t) noexcept { ::operator delete(block); }

}  // namespace without_pool
#else
inline namespace with_pool {
namespace {

constexpr std::size_t slab_size = 64 * 1024;

/// Memory that no block has been cut from yet.
struct Slab {
    char* begin = nullptr;
    std::size_t size = 0;
};

/// What threads that have ended left behind, and every slab there is. Slabs are never given back:
/// a Handle or a Task may outlive its loop, and its thread.
struct Estate {
    std::mutex mutex;
    std::vector<char*> slabs;
    std::vector<Slab> uncut;
    FreeBlock* free_blocks[largest / granularity + 1] = {};
};

Estate& estate() {
    static auto* only = new Estate;  // never destroyed: blocks are freed until the very end
    return *only;
}

/// The part of this thread's slab that is not cut yet.
constinit thread_local Slab uncut;

/// Hands what this thread has to whoever comes after, when the thread ends.
struct Testament {
    ~Testament() {
        const std::lock_guard lock(estate().mutex);
        for (std::size_t sizes = 0; sizes < std::size(free_blocks); ++sizes) {
            while (FreeBlock* block = free_blocks[sizes]) {
                free_blocks[sizes] = block->next;
                block->next = std::exchange(estate().free_blocks[sizes], block);
            }
        }
        estate().uncut.push_back(std::exchange(uncut, {}));
    }
};

}  // namespace

void make_testament() {
    static thread_local Testament testament;
    testament_made = true;
}

void* cut_block(std::size_t size) {
    // What is left of a slab when this needs a new one is less than one block, and is let go.
    while (uncut.size < size) {
        make_testament();
        const std::lock_guard lock(estate().mutex);
        const std::size_t sizes = size / granularity;
        if (FreeBlock* block = std::exchange(estate().free_blocks[sizes], nullptr)) {
            free_blocks[sizes] = block->next;
            return block;
        }
        if (!estate().uncut.empty()) {
            uncut = estate().uncut.back();
            estate().uncut.pop_back();
        } else {
            uncut = {static_cast<char*>(::operator new(slab_size)), slab_size};
            estate().slabs.push_back(uncut.begin);
        }
    }
    uncut.size -= size;
    return std::exchange(uncut.begin, uncut.begin + size);
}

}  // namespace with_pool
#endif

}  // namespace rondo::pool
