#include "sweep.hpp"
#include "tests/support/owner.hpp"

#include <rondo/rondo.hpp>

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using namespace rondo;
using support::FailingMemory;
using support::sweep;
using support::sweep_main;

// The same with what is built on tasks: see loop_sweep_test.cpp.

namespace {

const std::string long_text = "longer than what fits into a string itself, so it needs memory";

Coro<std::string> text_after(Duration delay) {
    co_await sleep(delay);
    co_return long_text;
}

Coro<> fail_after(Duration delay) {
    co_await sleep(delay);
    throw std::runtime_error(long_text);
}

TEST(MemorySweepOfTasks, MakingAndAwaiting) {
    sweep_main([]() -> Coro<> {
        auto named = create_task(text_after(1ms), long_text);
        auto early = create_task(text_after(2ms), rondo::eager);
        early.add_done_callback([text = long_text](const AnyFuture&) {});
        co_await text_after(1ms);
        co_await named;
        co_await early;
    });
}

TEST(MemorySweepOfTasks, CancellingWithAMessage) {
    sweep_main([]() -> Coro<> {
        auto task = create_task(text_after(1h));
        co_await sleep(0s);
        while (!task.done() && task.cancelling() == 0) {
            try {
                task.cancel(long_text);
            } catch (const std::bad_alloc&) {}
        }
        try {
            co_await task;
        } catch (const CancelledError&) {}
    });
}

TEST(MemorySweepOfTasks, FailuresThatNobodyRetrieves) {
    sweep_main([]() -> Coro<> {
        create_task(fail_after(1ms), long_text);
        create_task(fail_after(1ms));
        co_await sleep(2ms);
        auto never_awaited = text_after(1ms);
    });
}

TEST(MemorySweepOfTasks, Futures) {
    sweep_main([]() -> Coro<> {
        EventLoop& loop = get_running_loop();
        auto future = loop.create_future<std::string>();
        future.add_done_callback([text = long_text](const AnyFuture&) {});
        loop.call_later(1ms, [future] {
            while (!future.done()) {
                try {
                    future.set_result(long_text);
                } catch (const std::bad_alloc&) {}
            }
        });
        co_await future;
    });
}

TEST(MemorySweepOfTasks, Contexts) {
    static ContextVar<std::string> name("name");
    sweep_main([]() -> Coro<> {
        auto token = name.set(long_text);
        const auto check = []() -> Coro<> {
            EXPECT_EQ(name.get(), long_text);
            name.set("another");
            co_return;
        };
        co_await create_task(check());
        EXPECT_EQ(name.get(), long_text);
        name.reset(token);
    });
}

TEST(MemorySweepOfGroups, Gather) {
    sweep_main([]() -> Coro<> {
        co_await gather(text_after(2ms), text_after(1ms));
        co_await gather(return_exceptions, text_after(2ms), fail_after(1ms));
    });
}

// Its tasks may refer to what lies in the block's frame.
TEST(MemorySweepOfGroups, ATaskGroupWaitsForAllItsTasks) {
    sweep_main([]() -> Coro<> {
        int alive = 0;
        const auto child = [&](bool fails) -> Coro<> {
            const support::Owner owner(alive);
            co_await sleep(1ms);
            if (fails) throw std::runtime_error(long_text);
            co_await sleep(1h);
        };
        const auto body = [&](TaskGroup& group) -> Coro<> {
            group.create_task(child(false));
            group.create_task(child(true));
            group.create_task(child(true), eager);
            co_await sleep(0s);
        };
        try {
            co_await async_with(TaskGroup(), body);
            ADD_FAILURE() << "no exception";
        } catch (const ExceptionGroup&) {
        } catch (const std::bad_alloc&) {}
        EXPECT_EQ(alive, 0);
    });
}

// The block was given up in the middle: there is nobody who could be told but the handler.
TEST(MemorySweepOfGroups, AFailureInAGroupWithoutATaskIsReported) {
    sweep([](long after) {
        EventLoop loop({.virtual_time = true});
        int reports = 0;
        loop.set_exception_handler([&](EventLoop&, const ErrorContext&) { ++reports; });
        TaskGroup group;
        const auto enters = [&]() -> Coro<> {
            co_await group.enter();
            group.create_task(fail_after(1ms));
        };
        loop.run_until_complete(enters());
        loop.call_later(1s, [&] { loop.stop(); });
        FailingMemory memory(after);
        loop.run_forever();
        const bool failed = memory.stop();
        EXPECT_EQ(reports, 1);
        return failed;
    });
}

TEST(MemorySweepOfGroups, AHandlerThatWaits) {
    sweep_main([]() -> Coro<> {
        bool handled = false;
        const auto handler = [&](const std::runtime_error&) -> Coro<> {
            co_await sleep(1ms);
            handled = true;
            throw;
        };
        try {
            co_await try_except([] { return fail_after(1ms); }, handler);
            ADD_FAILURE() << "no exception";
        } catch (const std::runtime_error&) {
            EXPECT_TRUE(handled);
        }
    });
}

TEST(MemorySweepOfGroups, LimitsInTime) {
    sweep_main([]() -> Coro<> {
        try {
            co_await wait_for(text_after(1h), 1ms);
        } catch (const TimeoutError&) {}
        const auto body = [](Timeout& limit) -> Coro<> {
            limit.reschedule(get_running_loop().time() + 2ms);
            co_await sleep(1h);
        };
        try {
            co_await async_with(timeout(1ms), body);
        } catch (const TimeoutError&) {}
    });
}

TEST(MemorySweepOfGroups, WaitAndAsCompleted) {
    sweep_main([]() -> Coro<> {
        std::vector<Task<std::string>> tasks{create_task(text_after(2ms)),
                                             create_task(text_after(1ms))};
        WaitOptions options{.timeout = 1500us};
        co_await wait(tasks, options);
        for (auto next : as_completed(tasks)) co_await next;
    });
}

TEST(MemorySweepOfGroups, Shield) {
    sweep_main([]() -> Coro<> {
        auto inner = create_task(text_after(5ms));
        try {
            co_await wait_for(shield(inner), 1ms);
        } catch (const TimeoutError&) {}
        co_await inner;
    });
}

TEST(MemorySweepOfSync, QueuesLoseNothing) {
    sweep_main([]() -> Coro<> {
        Queue<std::string> queue(2);
        const auto consume = [](Queue<std::string> from) -> Coro<int> {
            int got = 0;
            while (true) {
                try {
                    co_await from.get();
                    ++got;
                } catch (const QueueShutDown&) {
                    co_return got;
                } catch (const std::bad_alloc&) {}
            }
        };
        auto consumer = create_task(consume(queue));
        int put = 0;
        for (int i = 0; i < 6; ++i) {
            try {
                co_await queue.put(long_text);
                ++put;
            } catch (const std::bad_alloc&) {}
        }
        queue.shutdown();
        EXPECT_EQ(co_await consumer, put);
    });
}

TEST(MemorySweepOfSync, LocksAndTheirKin) {
    sweep_main([]() -> Coro<> {
        Lock lock;
        Semaphore semaphore(1);
        Event event;
        Condition condition;
        const auto use = [=]() -> Coro<> {
            co_await lock.acquire();
            co_await sleep(1ms);
            lock.release();
            co_await semaphore.acquire();
            co_await sleep(1ms);
            semaphore.release();
            co_await event.wait();
        };
        auto first = create_task(use), second = create_task(use);
        co_await sleep(10ms);
        event.set();
        co_await first;
        co_await second;
        EXPECT_FALSE(lock.locked());
        EXPECT_FALSE(semaphore.locked());
    });
}

}  // namespace
