#include "tests/conformance/conformance.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::message_of;
using conformance::print;
using conformance::type_name;
using conformance::ValueError;

using Tasks = std::vector<Task<std::string>>;

/// The names of some tasks, sorted, as the programs print them.
std::string names(const Tasks& tasks) {
    std::vector<std::string> all;
    for (const auto& task : tasks) all.push_back(task.get_name());
    std::sort(all.begin(), all.end());
    std::string text;
    for (const std::string& name : all) text += (text.empty() ? "" : " ") + name;
    return text.empty() ? "none" : text;
}

namespace case_171 {

Coro<std::string> child(std::string name, Duration delay) {
    co_await sleep(delay);
    print("ending", name);
    if (name == "b") throw ValueError("b failed");
    co_return name;
}

Coro<> async_main() {
    Tasks tasks;
    tasks.push_back(create_task(child("a", 50ms), "a"));
    tasks.push_back(create_task(child("b", 10ms), "b"));
    tasks.push_back(create_task(child("c", 30ms), "c"));
    const auto [done, pending] = co_await wait(tasks);
    print("done", names(done), "pending", pending.size());
    for (const auto& t : tasks) {
        if (t.exception())
            print(t.get_name(), type_name(t.exception()), message_of(t.exception()));
        else
            print(t.get_name(), t.result());
    }
}

CONFORMS(171_wait_all_completed) { run(async_main(), options); }

}  // namespace case_171

namespace case_172 {

Coro<std::string> child(std::string name, Duration delay) {
    co_await sleep(delay);
    co_return name;
}

Coro<> async_main() {
    Tasks pending;
    pending.push_back(create_task(child("a", 70ms), "a"));
    pending.push_back(create_task(child("b", 10ms), "b"));
    pending.push_back(create_task(child("c", 40ms), "c"));
    while (!pending.empty()) {
        const auto result = co_await wait(pending, {.return_when = FIRST_COMPLETED});
        pending = result.pending;
        print("done", names(result.done), "pending", names(pending));
    }
}

CONFORMS(172_wait_first_completed) { run(async_main(), options); }

}  // namespace case_172

namespace case_175 {

Coro<std::string> child(std::string name, Duration delay) {
    co_await sleep(delay);
    print("ending", name);
    co_return name;
}

Coro<> async_main() {
    Tasks tasks;
    tasks.push_back(create_task(child("a", 10ms), "a"));
    tasks.push_back(create_task(child("b", 80ms), "b"));
    auto result = co_await wait(tasks, {.timeout = 40ms});
    print("done", names(result.done));
    print("pending", names(result.pending));
    result = co_await wait(tasks, {.timeout = 0s});
    print("timeout zero: done", result.done.size(), "pending", result.pending.size());
    result = co_await wait(tasks);
    print("done", result.done.size(), "pending", result.pending.size());
}

CONFORMS(175_wait_timeout) { run(async_main(), options); }

}  // namespace case_175

}  // namespace
