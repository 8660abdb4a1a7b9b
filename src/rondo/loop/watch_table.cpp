#include <rondo/loop/watch_table.hpp>

namespace rondo {

void WatchTable::add(const Watch& watch, const Counted<Callback>& callback) {
    Callbacks one;
    one.emplace(watch, callback);
    poller_.watch(watch.first, watch.second, *callback);
    // From here on nothing can fail: the nodes of the maps are moved.
    auto replaced = callbacks_.extract(watch);
    callbacks_.merge(one);
    retire(std::move(replaced));
}

bool WatchTable::remove(const Watch& watch) {
    auto removed = callbacks_.extract(watch);
    if (removed.empty()) return false;
    poller_.unwatch(watch.first, watch.second);
    retire(std::move(removed));
    return true;
}

void WatchTable::remove_all() noexcept {
    while (!callbacks_.empty()) {
        const Watch watch = callbacks_.begin()->first;
        remove(watch);
    }
    retired_.clear();
}

std::vector<WatchTable::Watch> WatchTable::list() const {
    std::vector<Watch> watches;
    for (const auto& [watch, callback] : callbacks_) watches.push_back(watch);
    return watches;
}

void WatchTable::retire(Callbacks::node_type removed) noexcept {
    if (removed.empty()) return;
    const Counted<Callback> callback = removed.mapped();
    retired_.insert(std::move(removed));
    callback->revoke();
}

}  // namespace rondo
