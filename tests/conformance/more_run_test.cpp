#include "tests/conformance/conformance.hpp"

#include <string>
#include <tuple>
#include <vector>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::message_of;
using conformance::print;
using conformance::type_name;
using conformance::ValueError;

namespace run_leftovers {

Coro<> child() {
    struct Finally {
        ~Finally() { print("child finally"); }
    };
    const Finally finally;
    std::exception_ptr cancelled;
    try {
        print("child starts");
        co_await sleep(5s);
    } catch (const CancelledError&) {
        cancelled = std::current_exception();
    }
    if (cancelled) {
        print("child cancelled");
        co_await sleep(10ms);
        print("child cleaned up");
        std::rethrow_exception(cancelled);
    }
}

Coro<std::string> async_main(std::vector<Task<>>& kept) {
    kept.push_back(create_task(child()));
    get_running_loop().call_soon([] { print("soon"); });
    print("main ends");
    co_return "result";
}

Coro<> main_fails(std::vector<Task<>>& kept) {
    kept.push_back(create_task(child()));
    co_await sleep(0s);
    print("main fails");
    throw ValueError("main failed");
}

CONFORMS(tasks_run_leftovers) {
    std::vector<Task<>> kept;
    print(run(async_main(kept), options));
    print("cancelled:", kept[0].cancelled(), "requests:", kept[0].cancelling());
    try {
        run(main_fails(kept), options);
    } catch (const ValueError& error) {
        print("raised", error.what());
    }
    print("cancelled:", kept[1].cancelled());
}

}  // namespace run_leftovers

namespace run_leftover_refuses {

Coro<std::string> stubborn() {
    try {
        co_await sleep(5s);
    } catch (const CancelledError&) {
        print("refuses");
    }
    co_await sleep(10ms);
    print("stubborn goes on");
    co_return "stubborn result";
}

Coro<> async_main(std::vector<Task<std::string>>& kept) {
    kept.push_back(create_task(stubborn()));
    co_await sleep(0s);
    print("main ends");
}

CONFORMS(tasks_run_leftover_refuses) {
    std::vector<Task<std::string>> kept;
    run(async_main(kept), options);
    print("cancelled:", kept[0].cancelled(), kept[0].result());
}

}  // namespace run_leftover_refuses

namespace run_leftover_fails {

Coro<> clumsy() {
    try {
        co_await sleep(5s);
    } catch (...) {
        throw ValueError("clean-up failed");
    }
}

Coro<> async_main(std::vector<Task<>>& kept) {
    get_running_loop().set_exception_handler([](EventLoop&, const ErrorContext& context) {
        print("handler:", type_name(context.exception), message_of(context.exception));
    });
    kept.push_back(create_task(clumsy()));
    co_await sleep(0s);
    print("main ends");
}

CONFORMS(tasks_run_leftover_fails) {
    std::vector<Task<>> kept;
    run(async_main(kept), options);
    print(type_name(kept[0].exception()));
}

}  // namespace run_leftover_fails

namespace run_after_main {

void again(int n) {
    print("callback", n);
    if (n < 3) get_running_loop().call_soon(again, n + 1);
}

Coro<> unstarted() {
    print("unstarted starts");
    try {
        co_await sleep(0s);
        print("unstarted goes on");
        co_await sleep(5s);
    } catch (const CancelledError&) {
        print("unstarted cancelled");
    }
}

Coro<> async_main() {
    get_running_loop().call_soon(again, 1);
    create_task(unstarted());
    print("main ends");
    co_return;
}

CONFORMS(tasks_run_after_main) {
    run(async_main(), options);
    print("run over");
    run(async_main(), options);
}

}  // namespace run_after_main

namespace run_leftover_makes_tasks {

Coro<> late(std::string name) {
    print(name, "starts");
    co_await sleep(0s);
    print(name, "ends");
}

Coro<> child() {
    std::exception_ptr cancelled;
    try {
        co_await sleep(5s);
    } catch (const CancelledError&) {
        cancelled = std::current_exception();
    }
    if (cancelled) {
        print("child cancelled");
        create_task(late("first"));
        co_await create_task(late("second"));
        print("child goes on");
        std::rethrow_exception(cancelled);
    }
}

Coro<> async_main() {
    create_task(child());
    co_await sleep(0s);
    print("main ends");
}

CONFORMS(tasks_run_leftover_makes_tasks) {
    run(async_main(), options);
    print("end");
}

}  // namespace run_leftover_makes_tasks

namespace names_across_runs {

Coro<std::string> name() { co_return current_task().get_name(); }

Coro<> async_main() {
    print("main is", current_task().get_name());
    const auto [first, second] = co_await gather(name(), name());
    print(first, second);
    print(co_await name());
    print(co_await create_task(name(), "given"));
    print(co_await wait_for(name(), 5s));
    print(co_await shield(name()));
    const auto t = create_task(name());
    t.set_name("changed");
    print(co_await t);
    print(co_await create_task(name()));
    const auto left = create_task(sleep(5s));
    print(left.get_name());
}

CONFORMS(tasks_names_across_runs) {
    run(async_main(), options);
    run(async_main(), options);
    EventLoop loop(options);
    loop.set_exception_handler([](EventLoop&, const ErrorContext&) {});  // the task left over
    print(loop.run_until_complete(name()));
    print(loop.create_task(name(), "left").get_name());
    print(loop.run_until_complete(name()));
    loop.close();
}

}  // namespace names_across_runs

}  // namespace
