#include "tests/conformance/conformance.hpp"

#include <string>
#include <utility>
#include <vector>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::print;
using conformance::type_name;

using Tasks = std::vector<Task<>>;

namespace priorities {

struct Job {
    int urgency;
    std::string name;
    bool operator<(const Job& other) const { return urgency < other.urgency; }
};

Coro<> putter(Queue<int> q, std::vector<int> items) {
    for (const int item : items) {
        co_await q.put(item);
        print("put", item, "size", q.qsize());
    }
}

Coro<> getter(std::string name, Queue<int> q) { print(name, "got", co_await q.get()); }

Coro<> async_main() {
    using Pair = std::pair<int, std::string>;
    const PriorityQueue<Pair> q;
    for (const Pair& item : std::vector<Pair>{{2, "b"}, {1, "z"}, {3, "a"}, {1, "a"}, {2, "a"}})
        q.put_nowait(item);
    while (!q.empty()) {
        const auto [number, letter] = q.get_nowait();
        print(number, letter);
    }
    const PriorityQueue<Job> jobs;
    for (const Job& job : std::vector<Job>{{5, "sweep"}, {1, "fire"}, {3, "post"}, {0, "flood"}})
        jobs.put_nowait(job);
    std::string text;
    while (!jobs.empty()) text += " " + jobs.get_nowait().name;
    print(text.substr(1));
    // a small one: who is urgent does not overtake those who wait for room
    const PriorityQueue<int> small(2);
    std::vector<int> items{5, 4, 3, 1, 2};
    auto p = create_task(putter(small, items));
    co_await sleep(0s);
    print("full:", small.full());
    while (small.qsize() > 0) {
        print("got", small.get_nowait());
        co_await sleep(0s);
    }
    co_await p;
    // woken getters take the least there is by then
    Tasks ts;
    for (const char* name : {"a", "b"}) ts.push_back(create_task(getter(name, small)));
    co_await sleep(0s);
    small.put_nowait(9);
    small.put_nowait(8);
    co_await wait(ts);
    const LifoQueue<int> stack(2);
    items = {1, 2, 3, 4};
    p = create_task(putter(stack, items));
    co_await sleep(0s);
    while (stack.qsize() > 0) {
        print("got", stack.get_nowait());
        co_await sleep(0s);
    }
    co_await p;
    try {
        stack.get_nowait();
    } catch (const QueueEmpty&) {
        print(type_name(std::current_exception()));
    }
}

CONFORMS(queue_priorities) { run(async_main(), options); }

}  // namespace priorities

namespace limits {

Coro<> cancels_itself() {
    const Queue<std::string> q;
    current_task().cancel();
    co_await q.put("there");
    print("put although cancelled");
    print("got", co_await q.get());
    co_await q.get();
}

Coro<> getter(int i, Queue<int> q) { print(i, "got", co_await q.get()); }

Coro<> async_main() {
    for (const int maxsize : {-1, 0, 1, 2}) {
        const Queue<int> q(maxsize);
        int added = 0;
        std::string refused;
        try {
            for (; added < 5; ++added) q.put_nowait(added);
        } catch (const QueueFull&) {
            refused = type_name(std::current_exception()) + " ";
        }
        print(refused + "maxsize", q.maxsize(), "added", added, "full:", q.full(),
              "empty:", q.empty());
        for (int i = 0; i < added; ++i) co_await q.get();
        print("full:", q.full(), "empty:", q.empty(), "size", q.qsize());
    }
    // cancelled, but nothing to wait for
    auto t = create_task(cancels_itself());
    co_await wait(t);
    print("cancelled:", t.cancelled());
    // a line of getters of which every second one is cancelled
    const Queue<int> q;
    Tasks ts;
    for (int i = 0; i < 6; ++i) ts.push_back(create_task(getter(i, q)));
    co_await sleep(0s);
    for (std::size_t i = 0; i < 6; i += 2) ts[i].cancel();
    for (int i = 0; i < 3; ++i) q.put_nowait(10 + i);
    co_await wait(ts);
    std::string text;
    for (const Task<>& each : ts) text += each.cancelled() ? " true" : " false";
    print("cancelled:", text.substr(1), "size", q.qsize());
}

CONFORMS(queue_limits) { run(async_main(), options); }

}  // namespace limits

}  // namespace
