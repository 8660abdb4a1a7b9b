#include "tests/support/failing_memory.hpp"

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <utility>

namespace {

constinit thread_local long left = -1;  // until one fails; none does below 0
constinit thread_local bool has_failed = false;

constinit std::atomic<long> held = 0;

void* allocate(std::size_t size) {
    if (left >= 0 && left-- == 0) {
        has_failed = true;
        throw std::bad_alloc();
    }
    void* const block = std::malloc(size == 0 ? 1 : size);
    if (block == nullptr) throw std::bad_alloc();
    ++held;
    return block;
}

void deallocate(void* block) noexcept {
    if (block != nullptr) --held;
    std::free(block);
}

}  // namespace

void* operator new(std::size_t size) { return allocate(size); }
void* operator new[](std::size_t size) { return allocate(size); }
void operator delete(void* block) noexcept { deallocate(block); }
void operator delete[](void* block) noexcept { deallocate(block); }
void operator delete(void* block, std::size_t) noexcept { deallocate(block); }
void operator delete[](void* block, std::size_t) noexcept { deallocate(block); }

namespace support {

long blocks_held() { return held; }

FailingMemory::FailingMemory(long after) {
    has_failed = false;
    left = after;
}

bool FailingMemory::stop() {
    left = -1;
    return std::exchange(has_failed, false);
}

}  // namespace support
