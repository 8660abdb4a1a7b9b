#include <rondo/tasks/task.hpp>

namespace rondo {

AnyTask current_task() {
    TaskCore* task = TaskCore::running();
    return task == nullptr ? AnyTask() : AnyTask(*task);
}

std::vector<AnyTask> all_tasks(const EventLoop& loop) {
    std::vector<AnyTask> tasks;
    for (TaskCore* task : TaskCore::all(loop)) tasks.emplace_back(*task);
    return tasks;
}

std::vector<AnyTask> all_tasks() { return all_tasks(get_running_loop()); }

}  // namespace rondo
