#include "tests/conformance/conformance.hpp"

#include <string>
#include <vector>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::print;
using conformance::ValueError;

namespace case_177 {

Coro<std::string> child(std::string name, Duration delay) {
    co_await sleep(delay);
    if (name == "c") throw ValueError("c failed");
    co_return name;
}

Coro<> async_main() {
    const std::vector tasks{create_task(child("a", 70ms)), create_task(child("b", 10ms)),
                            create_task(child("c", 40ms))};
    for (auto next_one : as_completed(tasks)) {
        try {
            const std::string name = co_await next_one;
            print("got", name);
        } catch (const ValueError& error) {
            print("caught ValueError", error.what());
        }
    }
    print("end");
}

CONFORMS(177_as_completed_order) { run(async_main(), options); }

}  // namespace case_177

namespace case_178 {

Coro<std::string> child(std::string name, Duration delay) {
    co_await sleep(delay);
    print("ending", name);
    co_return name;
}

Coro<> async_main() {
    const std::vector tasks{create_task(child("a", 10ms)), create_task(child("b", 80ms)),
                            create_task(child("c", 110ms))};
    for (auto next_one : as_completed(tasks, {.timeout = 40ms})) {
        try {
            const std::string name = co_await next_one;
            print("got", name);
        } catch (const TimeoutError&) {
            print("caught TimeoutError");
        }
    }
    for (const auto& task : tasks) {
        const std::string name = co_await task;
        print("later", name);
    }
}

CONFORMS(178_as_completed_timeout) { run(async_main(), options); }

}  // namespace case_178

}  // namespace
