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

/// What threads that have ended left behind, and every slab there is. Slabs are never given back:
/// a Handle or a Task may outlive its loop, and its thread.
struct Estate {
    std::mutex mutex;
    std::vector<void*> slabs;
    FreeBlock* left_behind[largest / granularity + 1] = {};
};

Estate& estate() {
    static auto* only = new Estate;  // never destroyed: blocks are freed until the very end
    return *only;
}

/// The part of this thread's slab that is not cut yet.
constinit thread_local char* uncut = nullptr;
constinit thread_local std::size_t uncut_size = 0;

/// Hands this thread's free blocks to whoever comes after, when the thread ends.
struct Testament {
    ~Testament() {
        const std::lock_guard lock(estate().mutex);
        for (std::size_t sizes = 0; sizes < std::size(free_blocks); ++sizes) {
            FreeBlock*& heirs = estate().left_behind[sizes];
            while (FreeBlock* block = free_blocks[sizes]) {
                free_blocks[sizes] = block->next;
                block->next = std::exchange(heirs, block);
            }
        }
    }
};

}  // namespace

void make_testament() {
    static thread_local Testament testament;
    testament_made = true;
}

void* cut_block(std::size_t size) {
    if (uncut_size < size) {
        make_testament();
        const std::lock_guard lock(estate().mutex);
        const std::size_t sizes = size / granularity;
        if (FreeBlock* block = std::exchange(estate().left_behind[sizes], nullptr)) {
            free_blocks[sizes] = block->next;
            return block;
        }
        // What is left of the old slab is less than this one block, and is let go.
        uncut = static_cast<char*>(estate().slabs.emplace_back(::operator new(slab_size)));
        uncut_size = slab_size;
    }
    uncut_size -= size;
    return std::exchange(uncut, uncut + size);
}

}  // namespace with_pool
#endif

}  // namespace rondo::pool
