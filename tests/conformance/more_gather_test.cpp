#include "tests/conformance/conformance.hpp"

#include <string>
#include <vector>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::message_of;
using conformance::print;
using conformance::type_name;
using conformance::ValueError;

/// The type of the exception, or the result.
std::string told(const Outcome<std::string>& outcome) {
    return outcome ? outcome.value() : type_name(outcome.exception());
}

namespace duplicates_and_shared {

Coro<std::string> child(std::string name) {
    print(name, "runs");
    co_await sleep(0s);
    co_return name;
}

Coro<> async_main() {
    auto t = create_task(child("t"));
    const auto u = create_task(child("u"));
    {
        const auto [a, b, c, d] = co_await gather(t, u, t, t);
        print(a, b, c, d);
    }
    t = create_task(child("t"));
    const auto first = gather(t, child("v"));
    const auto second = gather(child("w"), t);
    {
        const auto [a, b] = co_await second;
        print(a, b);
    }
    {
        const auto [a, b] = co_await first;
        print(a, b);
    }
    const auto nothing = co_await gather(std::vector<Task<int>>());
    print("nothing gives", nothing.size());
}

CONFORMS(gather_duplicates_and_shared) { run(async_main(), options); }

}  // namespace duplicates_and_shared

namespace of_done {

using Strings = Future<std::string>;

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    const Strings good = loop.create_future<std::string>();
    good.set_result("good");
    const Strings bad = loop.create_future<std::string>();
    bad.set_exception(ValueError("bad"));
    const Strings gone = loop.create_future<std::string>();
    gone.cancel("gone");
    const Strings pending = loop.create_future<std::string>();

    const auto both = gather(good, good);
    print("done at once:", both.done(), std::get<0>(both.result()), std::get<1>(both.result()));
    const auto failed = gather(good, bad, pending);
    print("done at once:", failed.done(), "pending done:", pending.done());
    try {
        co_await failed;
    } catch (const ValueError& error) {
        print("ValueError", error.what());
    }
    const auto cancelled = gather(gone, good);
    print("done at once:", cancelled.done(), "cancelled:", cancelled.cancelled());
    try {
        co_await cancelled;
    } catch (const CancelledError& error) {
        print("CancelledError", error.message());
    }
    const auto all = gather(return_exceptions, good, bad, gone);
    print("done at once:", all.done());
    {
        const auto [a, b, c] = co_await all;
        print(told(a), told(b), told(c));
    }
    const auto later = gather(good, pending);
    using Later = std::remove_const_t<decltype(later)>;
    later.add_done_callback([](const Later& f) {
        print("callback", std::get<0>(f.result()), std::get<1>(f.result()));
    });
    loop.call_soon([pending] { pending.set_result("later"); });
    const auto [a, b] = co_await later;
    print(a, b);
}

CONFORMS(gather_of_done) { run(async_main(), options); }

}  // namespace of_done

namespace failures_in_one_turn {

Coro<> fail(std::string name, int turns) {
    for (int i = 0; i < turns; ++i) co_await sleep(0s);
    print(name, "fails");
    throw ValueError(name);
}

Coro<> cancelled(int turns) {
    for (int i = 0; i < turns; ++i) co_await sleep(0s);
    throw CancelledError("by hand");
}

template <class First, class Second>
Coro<> attempt(std::string label, First first, Second second) {
    try {
        co_await gather(std::move(first), std::move(second));
    } catch (const ValueError& error) {
        print(label, "ValueError", error.what());
    } catch (const CancelledError& error) {
        print(label, "CancelledError", error.message());
    }
}

Coro<> async_main() {
    co_await attempt("same turn:", fail("a", 1), fail("b", 1));
    co_await attempt("later argument first:", fail("c", 2), fail("d", 1));
    co_await attempt("cancelled first:", fail("e", 1), cancelled(0));
    co_await attempt("failed first:", fail("f", 1), cancelled(2));
    const auto t = create_task(fail("g", 3));
    co_await attempt("goes on:", fail("h", 0), t);
    print("task done:", t.done());
    co_await wait(t);
    print("task failed:", message_of(t.exception()));
}

CONFORMS(gather_failures_in_one_turn) { run(async_main(), options); }

}  // namespace failures_in_one_turn

namespace nested {

Coro<std::string> child(std::string name, Duration delay, bool fail = false) {
    try {
        co_await sleep(delay);
    } catch (const CancelledError& error) {
        print(name, "cancelled", error.message().empty() ? "none" : error.message());
        throw;
    }
    print(name, "ends");
    if (fail) throw ValueError(name);
    co_return name;
}

Coro<> async_main() {
    {
        const auto [left, right] = co_await gather(gather(child("a", 0s), child("b", 0s)),
                                                   gather(child("c", 0s), child("d", 0s)));
        print(std::get<0>(left), std::get<1>(left), std::get<0>(right), std::get<1>(right));
    }
    try {
        co_await gather(gather(child("e", 0s, true), child("f", 10ms)), child("g", 10ms));
    } catch (const ValueError& error) {
        print("ValueError", error.what());
    }
    {
        const auto [left, right] = co_await gather(
            return_exceptions, gather(child("h", 0s, true), child("i", 0s)), child("j", 0s));
        print(type_name(left.exception()), told(right));
    }
    const auto outer = gather(gather(child("k", 5s), child("l", 5s)), child("m", 5s));
    co_await sleep(0s);
    print("cancel:", outer.cancel("all"));
    try {
        co_await outer;
    } catch (const CancelledError& error) {
        print("CancelledError", error.message());
    }
    co_await sleep(20ms);
}

CONFORMS(gather_nested) { run(async_main(), options); }

}  // namespace nested

namespace dropped {

Coro<std::string> child(std::string name, bool fail) {
    co_await sleep(0s);
    print(name, "ends");
    if (fail) throw ValueError(name);
    co_return name;
}

Coro<> turns(int count) {
    for (int i = 0; i < count; ++i) co_await sleep(0s);
}

Coro<> async_main() {
    get_running_loop().set_exception_handler([](EventLoop&, const ErrorContext& context) {
        print("handler:", type_name(context.exception), message_of(context.exception));
    });
    gather(child("a", false), child("b", false))
        .add_done_callback([](const Future<std::tuple<std::string, std::string>>& f) {
            print("callback", std::get<0>(f.result()), std::get<1>(f.result()));
        });
    co_await turns(5);
    gather(child("c", true), child("d", false));
    co_await turns(5);
    gather(return_exceptions, child("e", true), child("f", true));
    co_await turns(5);
    shield(child("g", false)).add_done_callback([](const Future<std::string>& f) {
        print("callback", f.result());
    });
    co_await turns(5);
    print("end");
}

CONFORMS(gather_dropped) { run(async_main(), options); }

}  // namespace dropped

}  // namespace
