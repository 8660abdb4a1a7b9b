#include "tests/conformance/conformance.hpp"

#include <exception>
#include <string>
#include <vector>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::print;
using conformance::type_name;
using conformance::ValueError;

/// The message of a cancellation, "none" if there is none.
std::string message(const CancelledError& error) {
    return error.message().empty() ? "none" : error.message();
}

namespace cancelled {

Coro<std::string> child(std::string name, std::string how) {
    std::exception_ptr error;
    try {
        co_await sleep(5s);
    } catch (const CancelledError& cancelled) {
        print(name, "cancelled", message(cancelled));
        if (how == "swallows") co_return name;
        if (how == "fails") throw ValueError(name);
        error = std::current_exception();
    }
    if (how == "slow") {
        co_await sleep(0s);
        print(name, "cleaned up");
    }
    std::rethrow_exception(error);
}

Coro<> parent(std::vector<std::string> hows, bool returns_exceptions) {
    std::vector<Coro<std::string>> children;
    for (const std::string& how : hows)
        children.push_back(child("c" + std::to_string(children.size()), how));
    try {
        if (returns_exceptions)
            co_await gather(return_exceptions, std::move(children));
        else
            co_await gather(std::move(children));
        print("results");
    } catch (const ValueError& error) {
        print("parent ValueError", error.what());
    } catch (const CancelledError& error) {
        print("parent CancelledError", message(error));
        throw;
    }
}

Coro<> async_main() {
    const std::vector<std::vector<std::string>> rounds = {
        {"passes", "passes"},   {"swallows", "swallows"}, {"swallows", "passes"},
        {"passes", "swallows"}, {"fails", "passes"},      {"slow", "passes"},
        {"passes", "slow"},     {"slow", "fails"}};
    for (const auto& hows : rounds) {
        for (const bool returns_exceptions : {false, true}) {
            print("--", hows[0], hows[1], returns_exceptions);
            const auto p = create_task(parent(hows, returns_exceptions));
            co_await sleep(0s);
            co_await sleep(0s);
            print("cancel:", p.cancel("stop"));
            co_await wait(p);
            print("cancelled:", p.cancelled(), "requests:", p.cancelling());
            co_await sleep(0s);
            co_await sleep(0s);
        }
    }
}

CONFORMS(gather_cancelled) { run(async_main(), options); }

}  // namespace cancelled

namespace future_itself {

Coro<> child(std::string name) {
    try {
        co_await sleep(5s);
    } catch (const CancelledError& error) {
        print(name, "cancelled", error.message());
        throw;
    }
}

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    const auto t = create_task(child("t"));
    const auto future = loop.create_future();
    const auto g = gather(t, future);
    g.add_done_callback([](const AnyFuture& f) { print("callback, cancelled:", f.cancelled()); });
    co_await sleep(0s);
    bool result = g.cancel("message");
    print("cancel:", result, "done:", g.done(), "future:", future.cancelled());
    result = g.cancel("again");
    print("cancel again:", result);
    try {
        co_await g;
    } catch (const CancelledError& error) {
        print("CancelledError", error.message());
    }
    print("cancelled:", g.cancelled(), "t:", t.cancelled());
    print("cancel when done:", g.cancel());
    const auto empty = gather(std::vector<Task<>>());
    print("cancel of an empty one:", empty.cancel());
}

CONFORMS(gather_future_itself) { run(async_main(), options); }

}  // namespace future_itself

namespace with_shield_and_wait_for {

Coro<std::string> child(std::string name, Duration delay) {
    try {
        co_await sleep(delay);
    } catch (const CancelledError&) {
        print(name, "cancelled");
        throw;
    }
    print(name, "ends");
    co_return name;
}

Coro<> async_main() {
    const auto kept = create_task(child("kept", 20ms));
    const auto lost = create_task(child("lost", 5s));
    const auto g = gather(shield(kept), lost);
    co_await sleep(0s);
    g.cancel();
    try {
        co_await g;
    } catch (const CancelledError&) {
        print("gather cancelled, kept done:", kept.done(), "lost done:", lost.done());
    }
    print(co_await kept);
    const auto [slow, quick] = co_await gather(return_exceptions, wait_for(child("slow", 5s), 10ms),
                                               wait_for(child("quick", 0s), 5s));
    print(type_name(slow.exception()), quick.value());
    const auto whole = shield(gather(child("x", 10ms), child("y", 20ms)));
    try {
        co_await wait_for(whole, 5ms);
    } catch (const TimeoutError&) {
        print("TimeoutError, shield cancelled:", whole.cancelled());
    }
    co_await sleep(40ms);
}

CONFORMS(gather_with_shield_and_wait_for) { run(async_main(), options); }

}  // namespace with_shield_and_wait_for

}  // namespace
