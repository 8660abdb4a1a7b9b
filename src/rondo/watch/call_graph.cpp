#include <rondo/watch/call_graph.hpp>
#include <rondo/watch/names.hpp>

#include <algorithm>
#include <cstddef>
#include <unordered_set>
#include <utility>
#include <vector>

namespace rondo {
namespace {

std::string place_of(const TaskCore& task, const Frame& frame) {
    const std::string place = function_of(frame) + ", " + frame.file;
    return has_not_begun(task) ? place : place + ":" + std::to_string(frame.line);
}

const TaskCore* as_task(const Completion& completion) {
    return completion.is_task() ? static_cast<const TaskCore*>(&completion) : nullptr;
}

/// Writes a future or a task and those that await it, each group further to the right. Each is
/// written once. Those that are still to be written stand in a list, for they may await each other
/// a million deep.
class Graph {
public:
    explicit Graph(const Completion& root) {
        to_write_.push_back({&root, 0});
        while (!to_write_.empty()) {
            const Entry entry = to_write_.back();
            to_write_.pop_back();
            write(entry);
        }
    }
    std::string text() && { return std::move(text_); }

private:
    struct Entry {
        const Completion* completion;
        std::size_t level;
    };

    /// From this level on, nothing moves further to the right; its number is told instead.
    static constexpr std::size_t deepest_margin = 20;

    void write(const Entry& entry) {
        const Completion& completion = *entry.completion;
        const std::string margin(5 * std::min(entry.level, deepest_margin), ' ');
        text_ += margin + "* " + name_of_future(completion);
        if (entry.level > deepest_margin) text_ += ", level " + std::to_string(entry.level);
        if (!written_.insert(&completion).second) {
            text_ += " (see above)\n";
            return;
        }
        text_ += completion.done() ? " (done)\n" : "\n";
        if (const TaskCore* task = as_task(completion)) write_stack(*task, margin);
        const std::size_t before = to_write_.size();
        for (Node* node = completion.waiters().front(); node != nullptr; node = node->next)
            if (const Completion* waiting = node->on_behalf_of())
                to_write_.push_back({waiting, entry.level + 1});
        if (to_write_.size() == before) return;
        text_ += margin + "  + Awaited by:\n";
        std::reverse(to_write_.begin() + static_cast<std::ptrdiff_t>(before), to_write_.end());
    }
    void write_stack(const TaskCore& task, const std::string& margin) {
        if (task.top() == nullptr) return;
        text_ += margin + "  + Call stack:\n";
        for (const Frame* frame = task.top(); frame != nullptr; frame = frame->caller)
            text_ += margin + "  |   " + place_of(task, *frame) +
                     (has_not_begun(task) ? ", not begun\n" : "\n");
    }

    std::string text_;
    std::vector<Entry> to_write_;  // the next one last
    std::unordered_set<const Completion*> written_;
};

}  // namespace

std::string format_call_graph(const AnyFuture& future) { return Graph(future.state()).text(); }

void print_call_graph(const AnyFuture& future, std::FILE* file) {
    std::fputs(format_call_graph(future).c_str(), file);
}

void print_call_graph(std::FILE* file) {
    print_call_graph(AnyFuture(TaskCore::running_or_refuse()), file);
}

std::string format_tasks(const EventLoop& loop) {
    std::string text;
    for (const TaskCore* task : TaskCore::all(loop)) {
        text += describe_at_length(*task);
        if (task == TaskCore::running())
            text += ", running";
        else if (has_not_begun(*task))
            text += ", not begun";
        else if (task->scheduled())
            text += ", ready";
        else
            text += ", awaits " + name_of_awaited(*task);
        text += "\n";
    }
    return text;
}

void print_tasks(const EventLoop& loop, std::FILE* file) {
    std::fputs(format_tasks(loop).c_str(), file);
}

std::string describe_at_length(const Node& node) {
    std::string text = node.describe();
    const Completion* completion = node.as_completion();
    const TaskCore* task = completion != nullptr ? as_task(*completion) : nullptr;
    if (task == nullptr) return text.empty() ? "a node" : text;
    if (task->top() != nullptr) text += " (" + place_of(*task, *task->top()) + ")";
    if (!task->made_at().empty()) text += ", made at " + task->made_at();
    return text;
}

}  // namespace rondo
