// Uses a bit of everything, to be compiled in every way in which users compile.
#include <rondo/rondo.hpp>

#include <string>
#include <vector>

using namespace std::chrono_literals;

rondo::Coro<std::string> greet(std::string name);
rondo::Coro<> callbacks();
rondo::Coro<> waiting();
rondo::Coro<> blocks();
int same(int number);

rondo::Coro<std::string> greet(std::string name) {
    co_await rondo::sleep(1s);
    co_return "Hello, " + name;
}

int same(int number) { return number; }

rondo::Coro<> callbacks() {
    rondo::EventLoop& loop = rondo::get_running_loop();
    loop.call_soon(same, 1);
    loop.call_later(1s, same, 1);
    loop.call_at(loop.time(), [] {});
    loop.call_soon_threadsafe(same, 1);
    loop.add_reader(0, same, 1);
    loop.add_signal_handler(15, same, 1);
    loop.set_exception_handler([](rondo::EventLoop&, const rondo::ErrorContext&) {});
    auto future = loop.create_future<int>();
    future.add_done_callback([](const rondo::Future<int>&) {});
    future.set_result(co_await rondo::to_thread(same, 1));
    rondo::run_coroutine_threadsafe(greet("c"), loop).cancel();
    rondo::ContextVar<int> variable("v", 0);
    auto token = variable.set(1);
    variable.reset(token);
}

rondo::Coro<> waiting() {
    auto task = rondo::create_task(greet("a"), "name");
    co_await rondo::create_task(greet, "b");
    auto [a, b] = co_await rondo::gather(greet("c"), task);
    auto [outcome] = co_await rondo::gather(rondo::return_exceptions, greet(a + b));
    std::vector<rondo::Coro<std::string>> many;
    many.push_back(greet(outcome.value()));
    co_await rondo::gather(std::move(many));
    co_await rondo::wait(task);
    co_await rondo::wait_for(task, 1s);
    co_await rondo::shield(task);
    for (auto next : rondo::as_completed(greet("x"))) co_await next;
    rondo::PriorityQueue<std::string> queue(2);
    co_await queue.put("x");
    co_await queue.get();
    co_await rondo::Barrier(1).wait();
    rondo::Event event;
    event.set();
    co_await event.wait();
    rondo::Semaphore semaphore(1);
    co_await semaphore.acquire();
    semaphore.release();
}

rondo::Coro<> blocks() {
    using rondo::async_with;
    using rondo::Coro;
    co_await async_with(rondo::TaskGroup(), [&](rondo::TaskGroup& group) -> Coro<> {
        group.create_task(greet("d"));
        co_return;
    });
    auto scope = rondo::timeout(1s);
    co_await async_with(scope, [&](rondo::Timeout&) -> Coro<int> { co_return 1; });
    co_await async_with(rondo::Condition(), [&]() -> Coro<> { co_return; });
    co_await rondo::try_finally([&]() -> Coro<> { co_return; }, [&]() -> Coro<> { co_return; });
    co_await rondo::try_except([&]() -> Coro<> { co_return; },
                               [&](const rondo::TimeoutError&) -> Coro<> { co_return; });
}

int main() {
    rondo::run(waiting());
    rondo::run(callbacks());
    rondo::run(blocks());
}
