// kqueue(2) on waiting, and on what ends with what.
#if __has_include(<sys/event.h>)

#include "tests/kqueue/manual.hpp"
#include "tests/support/joined_thread.hpp"

#include <chrono>
#include <csignal>

using namespace kqueue_manual;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

namespace {

// --- Waiting ---

// A time limit of zero is a look. When the limit is reached, 0 is returned; and not before.
TEST_F(KqueueManual, TheTimeLimitEndsTheWaitWithNothing) {
    look();
    EXPECT_EQ(count, 0);
    const timespec limit{0, 5'000'000};
    const auto began = std::chrono::steady_clock::now();
    ask({}, 8, &limit);
    EXPECT_EQ(count, 0);
    EXPECT_GE(std::chrono::steady_clock::now() - began, std::chrono::milliseconds(5));
}
// Without one it waits until something happens.
TEST_F(KqueueManual, WithoutATimeLimitItWaits) {
    make({change(ends[0], EVFILT_READ, EV_ADD), change(1, EVFILT_USER, EV_ADD | EV_CLEAR)});
    {
        support::JoinedThread other([&] { send("x"); });
        EXPECT_THAT(texts(ask({}, 8, nullptr)), ElementsAre("read"));
    }
    receive(1);
    support::JoinedThread other([&] {
        const Event wakes = change(1, EVFILT_USER, 0, NOTE_TRIGGER);
        kevent(queue, &wakes, 1, nullptr, 0, &no_time);
    });
    EXPECT_THAT(texts(ask({}, 8, nullptr)), ElementsAre("user"));
}
// Without room for events it does not wait.
TEST_F(KqueueManual, WithoutRoomItDoesNotWait) {
    ask({change(ends[0], EVFILT_READ, EV_ADD)}, 0, nullptr);
    EXPECT_EQ(count, 0);
}
// EINTR: a signal came before an event did. The changes were made.
TEST_F(KqueueManual, ASignalEndsTheWaitAndTheChangesAreMade) {
    struct sigaction action {};
    struct sigaction before {};
    action.sa_handler = [](int) {};
    sigaction(SIGALRM, &action, &before);
    const itimerval often{{0, 1000}, {0, 1000}};
    const itimerval not_at_all{};
    setitimer(ITIMER_REAL, &often, nullptr);
    ask({change(ends[0], EVFILT_READ, EV_ADD)}, 8, nullptr);
    EXPECT_EQ(error, EINTR);
    setitimer(ITIMER_REAL, &not_at_all, nullptr);
    sigaction(SIGALRM, &before, nullptr);
    send("x");
    EXPECT_THAT(look(), ElementsAre("read"));
}

// --- What ends with what ---

// Closing a descriptor removes its events.
TEST_F(KqueueManual, ClosingRemovesTheEvents) {
    send("x");
    make({change(ends[0], EVFILT_READ, EV_ADD), change(ends[0], EVFILT_WRITE, EV_ADD)});
    close(ends[0]);
    EXPECT_THAT(look(), IsEmpty());
}
// ... so they are gone though another number leads to the same file still, or again.
TEST_F(KqueueManual, ClosingRemovesTheEventsThoughACopyIsOpen) {
    send("x");
    make({change(ends[0], EVFILT_READ, EV_ADD)});
    copy = dup(ends[0]);
    close(ends[0]);
    EXPECT_THAT(look(), IsEmpty());
    ASSERT_EQ(dup2(copy, ends[0]), ends[0]);
    EXPECT_THAT(look(), IsEmpty());
    EXPECT_THAT(answers({change(ends[0], EVFILT_READ, EV_DELETE)}),
                ElementsAre(error_text("read", ENOENT)));
}
TEST_F(KqueueManual, ACopyHasEventsOfItsOwn) {
    copy = dup(ends[0]);
    make({change(ends[0], EVFILT_READ, EV_ADD), change(copy, EVFILT_READ, EV_ADD)});
    send("x");
    EXPECT_THAT(look(), ElementsAre("read", "read"));
    close(ends[0]);
    const Events events = ask({});
    EXPECT_THAT(texts(events), ElementsAre("read"));
    EXPECT_EQ(events.at(0).ident, static_cast<uintptr_t>(copy));
}
TEST_F(KqueueManual, ANumberThatIsGivenAwayLosesItsEvents) {
    make({change(ends[0], EVFILT_WRITE, EV_ADD)});
    ASSERT_EQ(dup2(ends[1], ends[0]), ends[0]);
    EXPECT_THAT(look(), IsEmpty());
    EXPECT_THAT(answers({change(ends[0], EVFILT_WRITE, EV_DELETE)}),
                ElementsAre(error_text("write", ENOENT)));
}
// A child that was forked does not inherit the queue; the parent's stays as it is.
TEST_F(KqueueManual, AChildHasNoQueue) {
    make({change(ends[0], EVFILT_READ, EV_ADD), change(1, EVFILT_USER, EV_ADD | EV_CLEAR)});
    EXPECT_EQ(support::status_of_child([&] {
                  look();
                  const bool bad = error == EBADF && fcntl(queue, F_GETFD) < 0;
                  close(ends[0]);
                  queue = kqueue();
                  look();
                  return bad && queue >= 0 && error == 0 ? 0 : 1;
              }),
              0);
    EXPECT_THAT(look(), IsEmpty());
    send("x");
    EXPECT_THAT(answers({change(1, EVFILT_USER, 0, NOTE_TRIGGER)}),
                UnorderedElementsAre("read", "user"));
}

}  // namespace

#endif
