#include <rondo/watch/call_graph.hpp>
#include <rondo/watch/names.hpp>

#include <algorithm>
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

/// Writes a future or a task and those that await it, each group further to the right.
class Graph {
public:
    void write(const Completion& completion, const std::string& margin) {
        const TaskCore* task = as_task(completion);
        text_ += margin + "* " + name_of_future(completion);
        if (std::find(path_.begin(), path_.end(), &completion) != path_.end()) {
            text_ += " (see above)\n";
            return;
        }
        path_.push_back(&completion);
        text_ += completion.done() ? " (done)\n" : "\n";
        if (task != nullptr && task->top() != nullptr) {
            text_ += margin + "  + Call stack:\n";
            for (const Frame* frame = task->top(); frame != nullptr; frame = frame->caller)
                text_ += margin + "  |   " + place_of(*task, *frame) +
                         (has_not_begun(*task) ? ", not begun\n" : "\n");
        }
        bool awaited = false;
        for (Node* node = completion.waiters().front(); node != nullptr; node = node->next) {
            const Completion* waiting = node->on_behalf_of();
            if (waiting == nullptr) continue;
            if (!std::exchange(awaited, true)) text_ += margin + "  + Awaited by:\n";
            write(*waiting, margin + "     ");
        }
        path_.pop_back();
    }
    std::string text() && { return std::move(text_); }

private:
    std::string text_;
    std::vector<const Completion*> path_;
};

}  // namespace

std::string format_call_graph(const AnyFuture& future) {
    Graph graph;
    graph.write(future.state(), "");
    return std::move(graph).text();
}

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
