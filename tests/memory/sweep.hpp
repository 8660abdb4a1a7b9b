/// @file
/// A sweep: a program runs again and again, and each time another allocation fails.
#pragma once

#include "tests/support/failing_memory.hpp"

#include <rondo/rondo.hpp>

#include <gtest/gtest.h>

#include <new>
#include <string>

namespace support {

/// Calls `attempt(0)`, in which the first allocation is to fail, then `attempt(1)` and so on, until
/// it says that none has failed any more.
template <class Attempt>
void sweep(Attempt attempt) {
    constexpr long enough = 20'000;
    long after = 0;
    while (after < enough) {
        SCOPED_TRACE("after " + std::to_string(after) + " allocations");
        if (!attempt(after)) break;
        ++after;
        if (testing::Test::HasFailure()) return;
    }
    EXPECT_GT(after, 0) << "nothing was allocated";
    EXPECT_LT(after, enough) << "it never comes to its end";
}

/// The same with the main coroutines that `make_main` gives, in a loop of virtual time, where it is
/// an error to wait for ever. One ends with a result, or because memory ran out; then the loop is
/// closed.
template <class Main>
void sweep_main(Main make_main) {
    sweep([&](long after) {
        rondo::EventLoop loop({.virtual_time = true});
        loop.set_exception_handler([](rondo::EventLoop&, const rondo::ErrorContext&) {});
        FailingMemory memory(after);
        try {
            loop.run_until_complete(make_main());
        } catch (const std::bad_alloc&) {
        } catch (const rondo::ExceptionGroup&) {}
        const bool failed = memory.stop();
        loop.close();
        return failed;
    });
}

}  // namespace support
