#pragma once
// Blocks of one size on a free list, cut from slabs that are never given back.

#include <cstddef>
#include <cstdlib>
#include <new>

namespace limit {

/// Size classes are 16 bytes apart; everything in this program is smaller than `largest`.
class Pool {
public:
    static void* take(std::size_t size) {
        Free*& head = free_[place(size)];
        if (head == nullptr) return cut(size);
        Free* block = head;
        head = block->next;
        return block;
    }

    static void give(void* memory, std::size_t size) {
        Free*& head = free_[place(size)];
        head = new (memory) Free{head};
    }

private:
    struct Free {
        Free* next;
    };
    static constexpr std::size_t largest = 512;
    static constexpr std::size_t slab = 64 * 1024;

    static std::size_t place(std::size_t size) { return (size + 15) / 16; }

    static void* cut(std::size_t size) {
        const std::size_t whole = place(size) * 16;
        if (whole >= largest) std::abort();
        if (static_cast<std::size_t>(end_ - next_) < whole) {
            next_ = static_cast<char*>(::operator new(slab));
            end_ = next_ + slab;
        }
        void* block = next_;
        next_ += whole;
        return block;
    }

    static inline Free* free_[largest / 16] = {};
    static inline char* next_ = nullptr;
    static inline char* end_ = nullptr;
};

}  // namespace limit
