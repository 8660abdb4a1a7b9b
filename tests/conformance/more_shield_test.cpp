#include "tests/conformance/conformance.hpp"

#include <string>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::message_of;
using conformance::print;
using conformance::type_name;
using conformance::ValueError;

/// The message of a cancellation, "none" if there is none.
std::string message(const CancelledError& error) {
    return error.message().empty() ? "none" : error.message();
}

namespace all_ends {

Coro<std::string> inner(std::string how) {
    co_await sleep(0s);
    if (how == "fails") throw ValueError("inner failed");
    if (how == "is cancelled") {
        current_task().cancel("inner message");
        co_await sleep(0s);
    }
    co_return how;
}

Coro<> async_main() {
    for (const char* how : {"succeeds", "fails", "is cancelled"}) {
        const auto i = create_task(inner(how));
        const auto s = shield(i);
        s.add_done_callback(
            [](const AnyFuture& f) { print("shield done, cancelled:", f.cancelled()); });
        try {
            print(co_await s);
        } catch (const ValueError& error) {
            print("ValueError", error.what());
        } catch (const CancelledError& error) {
            print("CancelledError", message(error));
        }
        print("inner cancelled:", i.cancelled(), "main requests:", current_task().cancelling());
    }

    const auto future = get_running_loop().create_future<std::string>();
    const auto s = shield(future);
    const bool cancelled = s.cancel("away");
    print("cancel:", cancelled, s.cancelled(), future.cancelled());
    future.set_result("kept");
    try {
        co_await s;
    } catch (const CancelledError& error) {
        print("CancelledError", error.message());
    }
    print(future.result());

    const auto nested = shield(shield(inner("nested")));
    print(co_await nested);
    const auto done = create_task(inner("done"));
    co_await done;
    print("same when done:", shield(done) == done);
    const auto [first, second] = co_await gather(shield(done), shield(inner("gathered")));
    print(first, second);
}

CONFORMS(shield_all_ends) { run(async_main(), options); }

}  // namespace all_ends

namespace cancelled_waiters {

Coro<std::string> inner(std::string name, bool fail) {
    co_await sleep(20ms);
    print(name, "ends");
    if (fail) throw ValueError(name + " failed");
    co_return name;
}

Coro<> outer(std::string name, Task<std::string> t) {
    try {
        const auto value = co_await shield(t);
        print(name, "got", value);
    } catch (const CancelledError& error) {
        print(name, "cancelled", message(error), "inner done:", t.done());
        throw;
    }
}

Coro<> nested(Task<std::string> t) {
    try {
        co_await shield(outer("in shield", t));
    } catch (const CancelledError&) {
        print("nested cancelled");
        throw;
    }
}

Coro<> async_main() {
    get_running_loop().set_exception_handler([](EventLoop&, const ErrorContext& context) {
        print("handler:", type_name(context.exception), message_of(context.exception));
    });
    {
        const auto t = create_task(inner("one", false));
        const auto w1 = create_task(outer("w1", t));
        const auto w2 = create_task(outer("w2", t));
        const auto n = create_task(nested(t));
        co_await sleep(0s);
        co_await sleep(0s);
        w1.cancel("only w1");
        n.cancel();
        co_await sleep(0s);
        print("w1 done:", w1.done(), "w2 done:", w2.done());
        co_await w2;
        print("n cancelled:", n.cancelled());
    }
    {
        const auto t = create_task(inner("two", true));
        const auto w1 = create_task(outer("w1", t));
        co_await sleep(0s);
        co_await sleep(0s);
        w1.cancel();
        co_await wait(w1);
        co_await sleep(40ms);
        print("inner done:", t.done());
    }
    co_await sleep(0s);

    const auto t = create_task(inner("three", false));
    const auto w1 = create_task(outer("w1", t));
    co_await sleep(0s);
    co_await sleep(0s);
    w1.cancel("outer");
    t.cancel("inner");
    co_await wait(w1, t);
    print(w1.cancelled(), t.cancelled(), w1.cancelling(), t.cancelling());
}

CONFORMS(shield_cancelled_waiters) { run(async_main(), options); }

}  // namespace cancelled_waiters

}  // namespace
