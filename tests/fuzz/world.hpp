/// @file
/// World: what a random program works with, and what must hold of it in the end.
#pragma once

#include "tests/fuzz/script.hpp"

#include <rondo/rondo.hpp>

#include <chrono>
#include <set>
#include <string>
#include <vector>

namespace fuzz {

/// Ends the fuzzer, which keeps the input that led here.
[[noreturn]] void fail(const std::string& what);
/// The same, unless a condition holds.
inline void check(bool holds, const char* what) {
    if (!holds) fail(what);
}

/// What the tasks of one program share.
struct World {
    World(rondo::EventLoop& its_loop, Script its_script) : loop(its_loop), script(its_script) {}

    rondo::EventLoop& loop;
    Script script;
    std::string log;  // what happened, in its order

    rondo::Lock lock;
    int in_lock = 0;
    rondo::Semaphore semaphore{2};
    int in_semaphore = 0;
    rondo::Event event;
    rondo::Condition condition;
    rondo::Queue<int> queue{3};
    int put = 0;           // the number of the item that was put in last
    std::set<int> inside;  // the items that are in the queue

    std::vector<rondo::Task<int>> tasks;  // every one that was made
    int tasks_ended = 0;
    int coroutines_alive = 0;

    /// A while, in virtual time.
    std::chrono::milliseconds while_() { return std::chrono::milliseconds(script.below(40)); }
    void note(const char* what, int number = 0) {
        log += what;
        log += ' ' + std::to_string(number) + '\n';
    }
};

/// Runs the program that a script stands for, and checks what must hold when it is over.
/// @return what happened, in its order.
std::string run_program(Script script, const rondo::LoopOptions& options);

}  // namespace fuzz
