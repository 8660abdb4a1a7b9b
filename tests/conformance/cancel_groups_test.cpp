#include "tests/conformance/conformance.hpp"

#include <string>
#include <vector>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::print;

namespace case_111 {

Coro<std::string> child(std::string name, Duration delay) {
    try {
        co_await sleep(delay);
        co_return name;
    } catch (const CancelledError&) {
        print("child", name, "cancelled");
        throw;
    }
}

Coro<> parent(std::vector<Task<std::string>>& kids) {
    kids.push_back(create_task(child("a", 5s)));
    kids.push_back(create_task(child("b", 10ms)));
    kids.push_back(create_task(child("c", 5s)));
    try {
        co_await gather(kids);
    } catch (const CancelledError&) {
        print("parent gets CancelledError");
        throw;
    }
}

Coro<> async_main() {
    std::vector<Task<std::string>> kids;
    const auto p = create_task(parent(kids));
    co_await sleep(40ms);
    print("cancel:", p.cancel());
    try {
        co_await p;
    } catch (const CancelledError&) {
        print("main gets CancelledError");
    }
    print("cancelled:", kids[0].cancelled(), kids[1].cancelled(), kids[2].cancelled(), "result",
          kids[1].result());
}

CONFORMS(111_cancel_gather) { run(async_main(), options); }

}  // namespace case_111

namespace case_112 {

Coro<std::string> inner() {
    try {
        co_await sleep(30ms);
    } catch (const CancelledError&) {
        print("never printed");
        throw;
    }
    print("inner completes");
    co_return "inner value";
}

Coro<> outer(Task<std::string> t) {
    try {
        co_await shield(t);
    } catch (const CancelledError&) {
        print("outer cancelled, inner done:", t.done());
        throw;
    }
}

Coro<> async_main() {
    const auto i = create_task(inner());
    const auto o = create_task(outer(i));
    co_await sleep(0s);
    co_await sleep(0s);
    o.cancel();
    try {
        co_await o;
    } catch (const CancelledError&) {
        print("main saw CancelledError, inner requests:", i.cancelling());
    }
    print(co_await i);
}

CONFORMS(112_cancel_shield_protects_inner) { run(async_main(), options); }

}  // namespace case_112

}  // namespace
