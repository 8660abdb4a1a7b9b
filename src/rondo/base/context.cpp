#include <rondo/base/context.hpp>

#include <algorithm>
#include <atomic>

namespace rondo {

ContextMap::ContextMap(const ContextMap* old, std::uint64_t key, Value value) {
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

void ContextMap::destroy() const { delete this; }

void Context::change(std::uint64_t key, ContextMap::Value value) {
    // What was set outside of any context goes when the thread does.
    struct LastOwner {
        ~LastOwner() {
            if (threads_own_map != nullptr) std::exchange(threads_own_map, nullptr)->release();
        }
        bool used = false;
    };
    static thread_local LastOwner last_owner;
    last_owner.used = true;

    const ContextMap*& map = current_map != nullptr ? *current_map : threads_own_map;
    const auto* changed = new ContextMap(map, key, std::move(value));
    if (const auto* old = std::exchange(map, changed)) old->release();
}

std::uint64_t Context::new_key() {
    static std::atomic<std::uint64_t> keys = 0;
    return ++keys;
}

}  // namespace rondo
