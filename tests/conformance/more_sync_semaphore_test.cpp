#include "tests/conformance/conformance.hpp"

#include <string>
#include <vector>

namespace {

using namespace rondo;
using namespace std::chrono_literals;
using conformance::print;
using conformance::type_name;

using Tasks = std::vector<Task<>>;

Coro<> ticker(int turns) {
    for (int turn = 0; turn < turns; ++turn) {
        print("turn", turn);
        co_await sleep(0s);
    }
}

/// Which of the tasks are done.
std::string dones(const Tasks& tasks) {
    std::string text;
    for (const Task<>& task : tasks) text += task.done() ? " true" : " false";
    return text.substr(1);
}

namespace semaphore_turns {

Coro<> worker(std::string name, Semaphore sem) {
    const bool acquired = co_await sem.acquire();
    print(name, acquired, "locked:", sem.locked());
}

Coro<> async_main() {
    const Semaphore sem(0);
    Tasks ts;
    for (const char* name : {"a", "b"}) ts.push_back(create_task(worker(name, sem)));
    auto ticks = create_task(ticker(6));
    co_await sleep(0s);
    print("locked:", sem.locked());
    for (int i = 0; i < 4; ++i) sem.release();
    // two units are left, but those who were here first go first
    print("released, locked:", sem.locked());
    for (const char* name : {"c", "d", "e"}) ts.push_back(create_task(worker(name, sem)));
    co_await sem.acquire();
    print("main has one");
    print("locked:", sem.locked());
    co_await sleep(0s);
    co_await sleep(0s);
    print("done:", dones(ts));
    sem.release();
    sem.release();
    ts.push_back(ticks);
    co_await wait(ts);
    print("locked:", sem.locked());
    for (int i = 0; i < 2; ++i) sem.release();
    for (int i = 0; i < 2; ++i) {
        co_await sem.acquire();
        print("at once, locked:", sem.locked());
    }
}

CONFORMS(sync_semaphore_turns) { run(async_main(), options); }

}  // namespace semaphore_turns

namespace semaphore_cancel {

Coro<> worker(std::string name, Semaphore sem) {
    try {
        co_await sem.acquire();
    } catch (const CancelledError&) {
        print(name, "cancelled, locked:", sem.locked());
        throw;
    }
    print(name, "acquired, locked:", sem.locked());
    co_await sleep(0s);
    sem.release();
    print(name, "released, locked:", sem.locked());
}

using Places = std::vector<std::size_t>;

Coro<> attempt(std::string label, int units, Places before, Places after) {
    print("--", label);
    const BoundedSemaphore sem(2);
    co_await sem.acquire();
    co_await sem.acquire();
    Tasks ts;
    for (const char* name : {"a", "b", "c", "d"}) ts.push_back(create_task(worker(name, sem)));
    auto ticks = create_task(ticker(5));
    co_await sleep(0s);
    for (const std::size_t i : before) ts[i].cancel();
    for (int i = 0; i < units; ++i) sem.release();
    for (const std::size_t i : after) ts[i].cancel();
    print("locked:", sem.locked());
    auto late = create_task(worker("late", sem));
    co_await sleep(0s);
    co_await sleep(0s);
    for (int i = 0; i < 2 - units; ++i) sem.release();
    ts.push_back(ticks);
    ts.push_back(late);
    co_await wait(ts);
    print("locked:", sem.locked());
    try {
        sem.release();
    } catch (const std::invalid_argument&) {
        print(type_name(std::current_exception()));
    }
}

struct Attempt {
    const char* label;
    int units;
    Places before;
    Places after;
};

Coro<> async_main() {
    const std::vector<Attempt> attempts = {{"nobody", 1, {}, {}},
                                           {"a blocked", 1, {0}, {}},
                                           {"a woken", 1, {}, {0}},
                                           {"a and b woken", 2, {}, {0, 1}},
                                           {"a blocked, b woken", 1, {0}, {1}},
                                           {"b blocked, a woken", 2, {1}, {0}},
                                           {"all blocked", 2, {0, 1, 2, 3}, {}},
                                           {"all, some woken", 2, {}, {0, 1, 2, 3}},
                                           {"no unit", 0, {}, {0, 2}}};
    for (const auto& [label, units, before, after] : attempts)
        co_await attempt(label, units, before, after);
}

CONFORMS(sync_semaphore_cancel) { run(async_main(), options); }

}  // namespace semaphore_cancel

namespace barrier_rounds {

Coro<> party(std::string name, Barrier barrier) {
    const int i = co_await barrier.wait();
    print(name, "index", i, "waiting", barrier.n_waiting());
}

Coro<> block(std::string name, Barrier barrier) {
    co_await async_with(barrier, [&](int position) -> Coro<> {
        print(name, "position", position);
        co_await sleep(0s);
        print(name, "ends");
    });
}

Coro<> async_main() {
    const Barrier barrier(3);
    print("more than there is room for");
    Tasks ts;
    for (const char* name : {"p0", "p1", "p2", "p3", "p4", "p5", "p6"})
        ts.push_back(create_task(party(name, barrier)));
    auto ticks = create_task(ticker(12));
    co_await ticks;
    int done = 0;
    for (const Task<>& t : ts) done += t.done() ? 1 : 0;
    print("waiting", barrier.n_waiting(), "done", done);
    for (const char* name : {"x", "y"}) ts.push_back(create_task(block(name, barrier)));
    co_await wait(ts);
    print("waiting", barrier.n_waiting(), "of", barrier.parties());
    const Barrier alone(1);
    const int first = co_await alone.wait();
    const int second = co_await alone.wait();
    print("alone", first, second);
    for (const int parties : {0, -1}) {
        try {
            const Barrier refused(parties);
        } catch (const std::invalid_argument&) {
            print(parties, type_name(std::current_exception()));
        }
    }
}

CONFORMS(sync_barrier_rounds) { run(async_main(), options); }

}  // namespace barrier_rounds

namespace barrier_broken {

Coro<> party(std::string name, Barrier barrier) {
    try {
        const int i = co_await barrier.wait();
        print(name, "index", i);
    } catch (const BrokenBarrierError& e) {
        const RuntimeError& also = e;
        print(name, type_name(std::make_exception_ptr(e)), "a",
              type_name(std::make_exception_ptr(also)));
    } catch (const CancelledError&) {
        print(name, "cancelled, waiting", barrier.n_waiting());
        throw;
    }
}

/// Adds parties, each with a name of one letter.
void add_parties(Tasks& tasks, const Barrier& barrier, const std::string& names) {
    for (const char name : names)
        tasks.push_back(create_task(party(std::string(1, name), barrier)));
}

Tasks parties(const Barrier& barrier, const std::string& names) {
    Tasks tasks;
    add_parties(tasks, barrier, names);
    return tasks;
}

Coro<> async_main() {
    const Barrier barrier(3);
    print("-- reset while two wait");
    Tasks ts = parties(barrier, "ab");
    co_await sleep(0s);
    co_await barrier.reset();
    print("waiting", barrier.n_waiting(), "broken:", barrier.broken());
    add_parties(ts, barrier, "cde");
    co_await wait(ts);
    print("-- reset while nobody waits");
    co_await barrier.reset();
    print("waiting", barrier.n_waiting(), "broken:", barrier.broken());
    print("-- abort while two wait");
    ts = parties(barrier, "fg");
    co_await sleep(0s);
    co_await barrier.abort();
    print("waiting", barrier.n_waiting(), "broken:", barrier.broken());
    add_parties(ts, barrier, "h");
    co_await wait(ts);
    print("still broken:", barrier.broken());
    co_await party("main", barrier);
    co_await barrier.reset();
    print("broken:", barrier.broken());
    ts = parties(barrier, "ijk");
    co_await wait(ts);
    print("-- one cancelled");
    ts = parties(barrier, "lm");
    co_await sleep(0s);
    print("waiting", barrier.n_waiting());
    ts[1].cancel();
    co_await sleep(0s);
    co_await sleep(0s);
    print("waiting", barrier.n_waiting(), "broken:", barrier.broken());
    add_parties(ts, barrier, "no");
    co_await wait(ts);
    print("-- cancelled while it drains");
    ts = parties(barrier, "pqr");
    co_await sleep(0s);
    ts[0].cancel();
    add_parties(ts, barrier, "stu");
    co_await sleep(10ms);
    int done = 0;
    for (const Task<>& t : ts) done += t.done() ? 1 : 0;
    print("waiting", barrier.n_waiting(), "done", done);
    if (barrier.n_waiting() > 0)
        add_parties(ts, barrier,
                    std::string(3 - static_cast<std::size_t>(barrier.n_waiting()), 'v'));
    co_await wait(ts);
}

CONFORMS(sync_barrier_broken) { run(async_main(), options); }

}  // namespace barrier_broken

}  // namespace
