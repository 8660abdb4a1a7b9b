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

/// As many free blocks of one size go from hand to hand at once.
inline constexpr std::size_t bundle = 64;

/// A free block holds the way to the next, and how many there are.
/// Built in chapter 18.
struct FreeBlock {
    FreeBlock* next;  ///< the next free block of the same size
    union {
        std::size_t count;        ///< how many there are from here on
        FreeBlock* other_bundle;  ///< in the first of a bundle that was given away
    };
};

/// The last in every list, which is never given out.
inline constinit FreeBlock bottom{nullptr, {0}};
/// The last in every list of a thread that keeps no blocks: one that has just begun, or is about to
/// end. It counts as many, so that each block that is freed goes the long way.
inline constinit FreeBlock shut{nullptr, {bundle}};

/// The free blocks of one size that a thread keeps: one bundle to work with and one to spare. So a
/// thread that takes and frees by turns goes to the others at most once for each bundle.
/// Built in chapter 18.
struct FreeList {
    FreeBlock* top = &shut;      ///< what was freed last
    FreeBlock* spare = nullptr;  ///< a bundle, or nothing

    /// Puts a block on top.
    void push(FreeBlock* block) {
        block->next = top;
        block->count = top->count + 1;
        top = block;
    }
};

/// One list for each size, one set of lists for each thread.
inline constinit thread_local FreeList free_lists[largest / granularity + 1] = {};

/// How many granules a block of this size takes.
constexpr std::size_t granules(std::size_t size) {
    return (size + (size == 0) + granularity - 1) / granularity;
}

/// Gets a block when the list is empty: the spare bundle's, or one that other threads have given
/// away, or a new one.
void* fetch_block(std::size_t sizes);
/// Makes a list that is full the spare bundle; the one before goes to other threads.
void put_aside(std::size_t sizes) noexcept;

}  // namespace with_pool

/// Gets a block of at least `size` bytes: the one freed last, if there is one of this size.
/// @throws std::bad_alloc when memory is exhausted.
/// Built in chapter 18.
inline void* allocate(std::size_t size) {
    if (size > largest) return ::operator new(size);
    FreeList& list = free_lists[granules(size)];
    FreeBlock* block = list.top;
    if (block->next == nullptr) return fetch_block(granules(size));
    list.top = block->next;
    return block;
}

/// Gives back a block, with the size that it was asked for with. Any thread may do so. A thread
/// keeps fewer than two bundles of each size; what is more goes to threads that have none.
/// Built in chapter 18.
inline void deallocate(void* block, std::size_t size) noexcept {
    if (size > largest) return ::operator delete(block);
    FreeList& list = free_lists[granules(size)];
    list.push(static_cast<FreeBlock*>(block));
    if (list.top->count >= bundle) put_aside(granules(size));
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
