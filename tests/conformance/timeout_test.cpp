#include "tests/conformance/conformance.hpp"

#include <memory>
#include <string>
#include <vector>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::print;

namespace case_130 {

Coro<> inner() {
    std::exception_ptr cancelled;
    try {
        print("inner starts");
        co_await sleep(5s);
    } catch (const CancelledError&) {
        cancelled = std::current_exception();
    }
    if (cancelled) {
        print("inner cancelled");
        co_await sleep(20ms);
        print("inner cleanup finished");
        std::rethrow_exception(cancelled);
    }
}

Coro<> async_main() {
    try {
        co_await wait_for(inner(), 20ms);
    } catch (const TimeoutError&) {
        print("main caught", "TimeoutError");
    }
    print("main requests:", current_task().cancelling());
}

CONFORMS(130_timeout_wait_for_expires) { run(async_main(), options); }

}  // namespace case_130

namespace case_133 {

Coro<std::string> inner() {
    bool cancelled = false;
    try {
        co_await sleep(5s);
    } catch (const CancelledError&) {
        cancelled = true;
    }
    if (cancelled) {
        print("inner swallows the cancellation");
        co_await sleep(10ms);
    }
    co_return "late value";
}

Coro<> async_main() {
    try {
        const auto value = co_await wait_for(inner(), 20ms);
        print("wait_for gave", value);
    } catch (const TimeoutError&) {
        print("TimeoutError");
    }
}

CONFORMS(133_timeout_wait_for_inner_swallows) { run(async_main(), options); }

}  // namespace case_133

namespace case_139 {

Coro<> async_main() {
    const AnyTask me = current_task();
    Timeout cm = timeout(20ms);
    try {
        co_await async_with(cm, [&]() -> Coro<> {
            print("inside, expired:", cm.expired());
            try {
                co_await sleep(5s);
            } catch (const CancelledError&) {
                print("CancelledError inside, expired:", cm.expired(),
                      "requests:", me.cancelling());
                throw;
            }
        });
    } catch (const TimeoutError&) {
        print("outside", "TimeoutError");
    }
    print("expired:", cm.expired(), "requests:", me.cancelling());
    co_await sleep(10ms);
    print("main can await again");
}

CONFORMS(139_timeout_block_expires) { run(async_main(), options); }

}  // namespace case_139

namespace case_142 {

Coro<> async_main() {
    Timeout outer = timeout(20ms);
    Timeout inner = timeout(5s);
    try {
        co_await async_with(outer, [&]() -> Coro<> {
            try {
                co_await async_with(inner, []() -> Coro<> { co_await sleep(5s); });
            } catch (const TimeoutError&) {
                print("inner TimeoutError");
            } catch (const CancelledError&) {
                print("CancelledError leaves the inner block");
                throw;
            }
        });
    } catch (const TimeoutError&) {
        print("outer TimeoutError");
    }
    print("inner expired:", inner.expired(), "outer expired:", outer.expired());
}

CONFORMS(142_timeout_nested_outer_first) { run(async_main(), options); }

}  // namespace case_142

namespace case_144 {

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    Timeout first = timeout(20ms);
    co_await async_with(first, [&](Timeout& cm) -> Coro<> {
        cm.reschedule(loop.time() + 5s);
        co_await sleep(40ms);
        print("postponed");
        cm.reschedule(std::nullopt);
        co_await sleep(10ms);
        print("disabled");
    });
    print("expired:", first.expired());
    try {
        first.reschedule(loop.time() + 1s);
    } catch (const RuntimeError&) {
        print("after the block:", "RuntimeError");
    }
    Timeout second = timeout(std::nullopt);
    try {
        co_await async_with(second, [&](Timeout& cm) -> Coro<> {
            struct Finally {
                Timeout& cm;
                EventLoop& loop;
                ~Finally() {
                    try {
                        cm.reschedule(loop.time() + 1s);
                    } catch (const RuntimeError&) {
                        print("while expiring:", "RuntimeError");
                    }
                }
            };
            cm.reschedule(loop.time() - 1s);
            print("brought forward into the past");
            const Finally finally{cm, loop};
            co_await sleep(5s);
        });
    } catch (const TimeoutError&) {
        print("TimeoutError, expired:", second.expired());
    }
}

CONFORMS(144_timeout_reschedule) { run(async_main(), options); }

}  // namespace case_144

namespace case_146 {

Coro<> async_main() {
    const AnyTask me = current_task();
    Timeout cm = timeout(20ms);
    co_await async_with(cm, [&]() -> Coro<> {
        try {
            co_await sleep(5s);
        } catch (const CancelledError&) {
            print("swallowed, requests:", me.cancelling());
        }
        co_await sleep(10ms);
        print("body goes on");
    });
    print("no TimeoutError, expired:", cm.expired(), "requests:", me.cancelling());
}

CONFORMS(146_timeout_body_swallows) { run(async_main(), options); }

}  // namespace case_146

namespace case_148 {

using Scopes = std::vector<std::unique_ptr<Timeout>>;

Coro<> work(std::string label, TimePoint deadline, Scopes& out) {
    out.push_back(std::make_unique<Timeout>(timeout_at(deadline)));
    try {
        co_await async_with(*out.back(), []() -> Coro<> { co_await sleep(5s); });
    } catch (const TimeoutError&) {
        print(label, "TimeoutError");
    } catch (const CancelledError&) {
        print(label, "CancelledError");
        throw;
    }
}

Coro<> async_main() {
    EventLoop& loop = get_running_loop();
    Scopes out;
    auto t = create_task(work("before the deadline:", loop.time() + 5s, out));
    co_await sleep(10ms);
    t.cancel();
    co_await wait(t);
    print("expired:", out[0]->expired(), "requests:", t.cancelling());

    t = create_task(work("same iteration:", loop.time() + 5s, out));
    co_await sleep(0s);
    out[1]->reschedule(loop.time() - 1s);
    loop.call_soon([t] { t.cancel(); });
    co_await wait(t);
    print("expired:", out[1]->expired(), "requests:", t.cancelling());
}

CONFORMS(148_timeout_and_external_cancel) { run(async_main(), options); }

}  // namespace case_148

}  // namespace
