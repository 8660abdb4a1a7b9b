// Of POSIX, and of glibc in particular: how to be given no thread.
#include "tests/support/semaphore.hpp"

#include <rondo/rondo.hpp>

#include <system_error>

// The system gives no thread: an executor says so, or makes do with those that it has.

#ifdef __GLIBC__

#include <pthread.h>

namespace {

using rondo::Executor;

/// Lets no thread begin for as long as it lives: each asks for a stack larger than there is memory.
class NoThreads {
public:
    NoThreads() {
        pthread_getattr_default_np(&before_);
        pthread_attr_t huge;
        pthread_attr_init(&huge);
        pthread_attr_setstacksize(&huge, std::size_t{1} << 50);
        pthread_setattr_default_np(&huge);
        pthread_attr_destroy(&huge);
    }
    ~NoThreads() {
        pthread_setattr_default_np(&before_);
        pthread_attr_destroy(&before_);
    }
    NoThreads(const NoThreads&) = delete;
    NoThreads& operator=(const NoThreads&) = delete;

private:
    pthread_attr_t before_{};
};

TEST(ExecutorWithoutThreads, SaysSoAndKeepsNothing) {
    Executor executor(2);
    bool called = false;
    {
        const NoThreads none;
        EXPECT_THROW((void)executor.submit([&] { called = true; }), std::system_error);
    }
    executor.submit([] {}).result();
    executor.shutdown();
    EXPECT_FALSE(called);
}

TEST(ExecutorWithoutThreads, LeavesTheWorkToThoseThatItHas) {
    Executor executor(2);
    support::Semaphore busy(0), go_on(0);
    const auto first = executor.submit([&] {
        busy.release();
        go_on.acquire();
    });
    busy.acquire();
    const auto second = [&] {
        const NoThreads none;
        return executor.submit([] { return 2; });
    }();
    go_on.release();
    EXPECT_EQ(second.result(), 2);
    first.result();
}

}  // namespace

#endif
