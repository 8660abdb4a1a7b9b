/// @file
/// RecordingNode and RecordingTimer: nodes that write their name into a list when they run.
#pragma once

#include <rondo/base/timer_node.hpp>

#include <string>
#include <utility>
#include <vector>

namespace support {

using Names = std::vector<std::string>;

/// Writes its name when it runs, and "name dropped" when it is dropped. `Base` is Node or
/// TimerNode.
template <class Base>
class Recording final : public Base {
public:
    template <class... BaseArgs>
    explicit Recording(Names& names, std::string name, BaseArgs... base)
        : Base(base...), names_(names), name_(std::move(name)) {}

    void run() noexcept override { names_.push_back(name_); }
    void drop() noexcept override { names_.push_back(name_ + " dropped"); }

private:
    Names& names_;
    std::string name_;
};

using RecordingNode = Recording<rondo::Node>;
using RecordingTimer = Recording<rondo::TimerNode>;

/// Runs all that is queued, as a loop would.
inline void run_all(rondo::NodeQueue& queue) {
    while (rondo::Node* node = queue.pop()) node->run();
}

}  // namespace support
