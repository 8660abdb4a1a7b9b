#include "tests/conformance/conformance.hpp"

#include <string>
#include <tuple>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::print;
using conformance::type_name;
using conformance::ValueError;

namespace case_160 {

Coro<std::string> child(std::string name, Duration delay) {
    co_await sleep(delay);
    print("finished", name);
    co_return name;
}

Coro<> async_main() {
    const auto [a, b, c] = co_await gather(child("a", 50ms), child("b", 10ms), child("c", 30ms));
    print("results", a, b, c);
}

CONFORMS(160_gather_results_in_argument_order) { run(async_main(), options); }

}  // namespace case_160

namespace case_161 {

Coro<std::string> child(std::string name, Duration delay, bool fail = false) {
    co_await sleep(delay);
    if (fail) {
        print("failing", name);
        throw ValueError(name + " failed");
    }
    print("finished", name);
    co_return name;
}

Coro<> async_main() {
    const auto a = create_task(child("a", 50ms));
    try {
        co_await gather(a, child("b", 10ms), child("c", 30ms, true));
    } catch (const ValueError& error) {
        print("caught", "ValueError", error.what());
    }
    print("a done:", a.done());
    const auto result = co_await a;
    print("a gave", result);
}

CONFORMS(161_gather_first_exception) { run(async_main(), options); }

}  // namespace case_161

namespace case_162 {

Coro<std::string> child(std::string name, Duration delay) {
    co_await sleep(delay);
    if (name == "b") throw ValueError("b failed");
    co_return name;
}

Coro<> async_main() {
    const auto c = create_task(child("c", 5s));
    get_running_loop().call_later(20ms, [c] { c.cancel(); });
    const auto results =
        co_await gather(return_exceptions, child("a", 50ms), child("b", 10ms), c, child("d", 0s));
    const auto show = [](const auto&... result) {
        const auto show_one = [](const Outcome<std::string>& r) {
            if (r.exception())
                print("exception", type_name(r.exception()));
            else
                print("value", r.value());
        };
        (show_one(result), ...);
    };
    std::apply(show, results);
}

CONFORMS(162_gather_return_exceptions) { run(async_main(), options); }

}  // namespace case_162

}  // namespace
