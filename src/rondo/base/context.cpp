#include <rondo/base/context.hpp>

#include <algorithm>
#include <atomic>

namespace rondo {

namespace {

/// A number that nothing else has.
std::uint64_t next_number() {
    static std::atomic<std::uint64_t> numbers = 0;
    return ++numbers;
}

}  // namespace

ContextMap::ContextMap(const ContextMap* old, std::uint64_t key, Value value, const void* home)
    : number_(old != nullptr ? old->number_at(home) : 0), home_(home) {
    if (number_ == 0) number_ = next_number();
    if (old != nullptr) values_ = old->values_;
    std::erase_if(values_, [key](const auto& entry) { return entry.first == key; });
    if (value) values_.emplace_back(key, std::move(value));
}

ContextMap::Value ContextMap::value(std::uint64_t key) const {
    for (const auto& [its_key, value] : values_)
        if (its_key == key) return value;
    return nullptr;
}

const void* ContextMap::find(std::uint64_t key) const {
    for (const auto& [its_key, value] : values_)
        if (its_key == key) return value.get();
    return nullptr;
}

void ContextMap::leave(const void* home) const {
    if (home_ == home) home_ = nullptr;
}

void ContextMap::destroy() const { delete this; }

template <int which>
Counted<const ContextMap>* Context::threads_own() {
    static constinit thread_local bool is_gone = false;
    struct Own {
        ~Own() {
            is_gone = true;
            current_map = nullptr;
        }
        Context context;
    };
    static thread_local Own own;
    return is_gone ? nullptr : &own.context.map_;
}

void Context::change(std::uint64_t key, ContextMap::Value value) {
    // What is set outside of any context belongs to the thread, and goes when the thread does. The
    // destructors of thread_locals may set something even after that: this goes when they return.
    if (current_map == nullptr) current_map = threads_own<1>();
    if (current_map == nullptr) current_map = threads_own<2>();
    if (current_map == nullptr) return;

    const ContextMap* const old = current_map->get();
    Counted<const ContextMap> changed(new ContextMap(old, key, std::move(value), current_map));
    if (old != nullptr) old->leave(current_map);
    *current_map = std::move(changed);
}

std::uint64_t Context::new_key() { return next_number(); }

}  // namespace rondo
