#include <rondo/watch/names.hpp>

namespace rondo {

std::string name_of(const Node& node) {
    if (const Completion* completion = node.as_completion()) {
        // Once done, it stands in the queue behind its callbacks, until they need it no longer.
        return (completion->done() ? "release of " : "") + name_of_future(*completion);
    }
    const std::string name = node.describe();
    return name.empty() ? "a node" : name;
}

std::string name_of_future(const Completion& completion) {
    const std::string name = completion.describe();
    return name.empty() ? "future" : name;
}

std::string function_of(const Frame& frame) {
    const std::string name = frame.function;
    return name.starts_with("operator") ? name : name.substr(0, name.find('<'));
}

bool has_not_begun(const TaskCore& task) {
    return !task.done() && task.waiting_on() == nullptr && &task != TaskCore::running();
}

std::string name_of_awaited(const TaskCore& task) {
    const Node* waiter = task.waiting_on();
    if (&task == TaskCore::running() || task.scheduled() || waiter == nullptr) return {};
    const Completion* awaited = waiter->awaited();
    return awaited != nullptr ? name_of_future(*awaited) : name_of(*waiter);
}

}  // namespace rondo
