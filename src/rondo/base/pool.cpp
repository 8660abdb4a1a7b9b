#include <rondo/base/pool.hpp>

#include <algorithm>
#include <iterator>
#include <mutex>
#include <utility>

#ifndef _WIN32
#include <pthread.h>
#endif

#if defined(__MINGW32__) && !defined(__clang__)
#include <cxxabi.h>

namespace {
/// When a thread ends, g++ for Windows frees its thread_locals and calls their destructors, in the
/// order in which the program began to use the one and the other. So this asks for a destructor
/// before anybody has a thread_local.
[[gnu::constructor(101)]] void ask_for_destructors_first() {
    abi::__cxa_thread_atexit([](void*) {}, nullptr, nullptr);
}
}  // namespace
#endif

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
/// New blocks are cut a few at a time, so that a small program stays small: as many as fit in here.
constexpr std::size_t portion = 4 * 1024;

/// What all threads share: bundles that were given away, and memory that no block has been cut from
/// yet. Whoever uses it holds its mutex.
class Estate {
public:
    /// Takes a list of blocks, which need not be a whole bundle. Only the first one's count is
    /// wrong.
    FreeBlock* take(std::size_t sizes) {
        FreeBlock* const first = bundles_[sizes];
        if (first == nullptr) return cut(sizes * granularity);
        bundles_[sizes] = first->other_bundle;
        return first;
    }
    /// Gives a list of blocks away.
    void give(std::size_t sizes, FreeBlock* first) noexcept {
        if (first == nullptr || first == &bottom) return;
        first->other_bundle = std::exchange(bundles_[sizes], first);
    }

    std::mutex mutex;

private:
    /// Memory from the system. It is never given back: a Handle or a Task may outlive its loop, and
    /// its thread.
    struct alignas(granularity) Slab {
        Slab* before;
    };

    FreeBlock* cut(std::size_t size) {
        // What is left of a slab when this needs a new one is less than one block, and is let go.
        if (uncut_ < size) {
            slabs_ = new (::operator new(slab_size)) Slab{slabs_};
            begin_ = reinterpret_cast<char*>(slabs_ + 1);
            uncut_ = slab_size - sizeof(Slab);
        }
        const std::size_t number = std::min({bundle, portion / size, uncut_ / size});
        FreeList cut_now{&bottom};
        for (std::size_t left = number; left > 0; --left)
            cut_now.push(reinterpret_cast<FreeBlock*>(begin_ + (left - 1) * size));
        begin_ += number * size;
        uncut_ -= number * size;
        return cut_now.top;
    }

    FreeBlock* bundles_[largest / granularity + 1] = {};
    Slab* slabs_ = nullptr;
    char* begin_ = nullptr;
    std::size_t uncut_ = 0;
};

Estate& estate();

Estate* make_estate() {
#ifndef _WIN32
    // A child that is forked while another thread holds the mutex would wait for that for ever.
    const auto unlock = [] { estate().mutex.unlock(); };
    pthread_atfork([] { estate().mutex.lock(); }, unlock, unlock);
#endif
    return new Estate;
}

Estate& estate() {
    static auto* only = make_estate();  // never destroyed: blocks are freed until the very end
    return *only;
}

/// Whether this thread keeps no blocks any more.
constinit thread_local bool has_ended = false;

/// Gives away what this thread has, when it ends.
struct Testament {
    ~Testament() {
        has_ended = true;
        const std::lock_guard lock(estate().mutex);
        for (std::size_t sizes = 0; sizes < std::size(free_lists); ++sizes) {
            const FreeList left = std::exchange(free_lists[sizes], FreeList());
            estate().give(sizes, left.top);
            estate().give(sizes, left.spare);
        }
    }
};

/// Lets this thread keep blocks. Objects of other thread_locals may free some after its end.
bool open_lists() {
    if (has_ended) return false;
    static thread_local Testament testament;
    for (FreeList& list : free_lists) list.top = &bottom;
    return true;
}

}  // namespace

void* fetch_block(std::size_t sizes) {
    FreeList& list = free_lists[sizes];
    const bool keeps = list.top != &shut || open_lists();
    FreeBlock* first = std::exchange(list.spare, nullptr);
    if (first == nullptr) {
        const std::lock_guard lock(estate().mutex);
        first = estate().take(sizes);
        if (!keeps) estate().give(sizes, first->next);
    }
    if (keeps) list.top = first->next;
    return first;
}

void put_aside(std::size_t sizes) noexcept {
    FreeList& list = free_lists[sizes];
    FreeBlock* given = list.top;
    if (given->next == &shut) {
        list.top = &shut;
        if (open_lists()) return list.push(given);
        given->next = &bottom;
    } else {
        list.top = &bottom;
        given = std::exchange(list.spare, given);
        if (given == nullptr) return;
    }
    const std::lock_guard lock(estate().mutex);
    estate().give(sizes, given);
}

}  // namespace with_pool
#endif

}  // namespace rondo::pool
