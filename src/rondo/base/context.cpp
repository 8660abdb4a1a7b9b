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
    // What is set outside of any context belongs to the thread, and goes when the thread does.
    static constinit thread_local Counted<const ContextMap>* threads_own = nullptr;
    struct LastOwner {
        ~LastOwner() {
            if (current_map == threads_own) current_map = nullptr;
            delete std::exchange(threads_own, nullptr);
        }
        bool used = false;
    };
    static thread_local LastOwner last_owner;
    last_owner.used = true;
    if (current_map == nullptr) {
        if (threads_own == nullptr) threads_own = new Counted<const ContextMap>;
        current_map = threads_own;
    }

    *current_map =
        Counted<const ContextMap>(new ContextMap(current_map->get(), key, std::move(value)));
}

Context Context::detached_copy() const {
    constexpr std::uint64_t no_key = 0;
    return Context(new ContextMap(map_.get(), no_key, nullptr));
}

std::uint64_t Context::new_key() {
    static std::atomic<std::uint64_t> keys = 0;
    return ++keys;
}

}  // namespace rondo
