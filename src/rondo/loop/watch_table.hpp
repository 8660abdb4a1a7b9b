/// @file
/// WatchTable: which function is called for which descriptor.
#pragma once

#include <rondo/base/counted.hpp>
#include <rondo/kernel/poller.hpp>
#include <rondo/loop/callback.hpp>

#include <map>
#include <utility>
#include <vector>

namespace rondo {

/// The functions that a loop calls for descriptors that are ready: what `add_reader` and its like
/// change.
///
/// A function that is taken out may be in the line already, of what the kernel has reported. So it
/// is kept until the turn is over.
///
/// Built in chapter 19.
class WatchTable {
public:
    /// What a function waits for.
    using Watch = std::pair<Descriptor, Direction>;

    /// A table of what this kernel is asked to watch.
    explicit WatchTable(Poller& poller) : poller_(poller) {}

    /// Calls this one from now on, instead of the one before.
    /// @throws What Poller::watch throws; nothing has changed then.
    void add(const Watch& watch, const Counted<Callback>& callback);
    /// Calls it no more. @return whether there was one.
    bool remove(const Watch& watch);
    /// Calls none of them any more.
    void remove_all() noexcept;
    /// All callbacks have run that the kernel reported: those that were taken out go.
    void turn_is_over() noexcept {
        if (!retired_.empty()) retired_.clear();
    }
    /// What is watched.
    std::vector<Watch> list() const;

private:
    using Callbacks = std::map<Watch, Counted<Callback>>;

    void retire(Callbacks::node_type removed) noexcept;

    Poller& poller_;
    Callbacks callbacks_;
    std::multimap<Watch, Counted<Callback>> retired_;  // perhaps in the batch still
};

}  // namespace rondo
