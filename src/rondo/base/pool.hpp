/// @file
/// Memory for what comes and goes by the million: frames, tasks, handles.
#pragma once

#include <cstddef>
#include <new>

// A sanitizer cannot see a use after free in memory that a pool keeps, so its builds have no pool.
#if !defined(RONDO_NO_POOL)
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define RONDO_NO_POOL
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define RONDO_NO_POOL
#endif
#endif
#endif

namespace rondo::pool {

#ifdef RONDO_NO_POOL
// A program and a library that disagree on the pool do not link, rather than corrupt the heap.
inline namespace without_pool {
void* allocate_block(std::size_t size);
void free_block(void* block, std::size_t size) noexcept;
}  // namespace without_pool

inline void* allocate(std::size_t size) { return allocate_block(size); }
inline void deallocate(void* block, std::size_t size) noexcept { free_block(block, size); }
#else
inline namespace with_pool {

/// Sizes are rounded up to a multiple of this.
inline constexpr std::size_t granularity = 16;
/// Blocks up to this size come from the pool, larger ones from `operator new`.
inline constexpr std::size_t largest = 1024;

/// A free block holds nothing but the way to the next.
/// Built in chapter 18.
struct FreeBlock {
    FreeBlock* next;  ///< the next free block of the same size
};

/// One list of free blocks for each size, one set of lists for each thread.
inline constinit thread_local FreeBlock* free_blocks[largest / granularity + 1] = {};

/// Whether what this thread leaves behind is looked after.
inline constinit thread_local bool testament_made = false;
/// Sees to it that this thread's free blocks go to others when it ends.
void make_testament();

/// How many granules a block of this size takes.
constexpr std::size_t granules(std::size_t size) {
    return (size + (size == 0) + granularity - 1) / granularity;
}

/// Cuts a new block, of a size that is a multiple of `granularity`, from this thread's slab.
void* cut_block(std::size_t size);

}  // namespace with_pool

/// Gets a block of at least `size` bytes: the one freed last, if there is one of this size.
/// @throws std::bad_alloc when memory is exhausted.
/// Built in chapter 18.
inline void* allocate(std::size_t size) {
    if (size > largest) return ::operator new(size);
    FreeBlock*& list = free_blocks[granules(size)];
    if (list == nullptr) return cut_block(granules(size) * granularity);
    FreeBlock* block = list;
    list = block->next;
    return block;
}

/// Gives back a block, with the size that it was asked for with. Any thread may do so: the block
/// stays with the thread that freed it.
/// Built in chapter 18.
inline void deallocate(void* pointer, std::size_t size) noexcept {
    if (size > largest) return ::operator delete(pointer);
    FreeBlock*& list = free_blocks[granules(size)];
    if (list == nullptr && !testament_made) make_testament();
    auto* block = static_cast<FreeBlock*>(pointer);
    block->next = list;
    list = block;
}
#endif

}  // namespace rondo::pool

namespace rondo {

/// A base class whose heirs live in the pool.
/// Built in chapter 18.
class Pooled {
public:
    static void* operator new(std::size_t size) { return pool::allocate(size); }
    static void operator delete(void* block, std::size_t size) noexcept {
        pool::deallocate(block, size);
    }
    // What must lie on a wider boundary than the pool's blocks do comes from the heap.
    static void* operator new(std::size_t size, std::align_val_t alignment) {
        return ::operator new(size, alignment);
    }
    static void operator delete(void* block, std::align_val_t alignment) noexcept {
        ::operator delete(block, alignment);
    }

protected:
    Pooled() = default;
    ~Pooled() = default;
};

}  // namespace rondo
