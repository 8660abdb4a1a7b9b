// kqueue(2) on events: levels and edges, and what each filter tells.
#if __has_include(<sys/event.h>)

#include "tests/kqueue/manual.hpp"

#include <chrono>
#include <cstdio>

#include <netinet/in.h>

using namespace kqueue_manual;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

namespace {

// --- Levels and edges ---

// The filter is run when an event is added, so that what is there already is found.
TEST_F(KqueueManual, WhatIsThereWhenItIsAddedIsFound) {
    send("x");
    EXPECT_THAT(answers({change(ends[0], EVFILT_READ, EV_ADD | EV_CLEAR)}), ElementsAre("read"));
}
// It is run again when the event is retrieved: what no longer holds is not returned.
TEST_F(KqueueManual, WhatNoLongerHoldsIsNotReturned) {
    for (const int kind : {0, EV_CLEAR}) {
        make({change(ends[0], EVFILT_READ, EV_ADD | kind)});
        send("x");
        receive(1);
        EXPECT_THAT(look(), IsEmpty());
        make({change(ends[0], EVFILT_READ, EV_DELETE)});
    }
}
// Else an event is returned for as long as its condition holds.
TEST_F(KqueueManual, ByLevelItIsReturnedAgainAndAgain) {
    make({change(ends[0], EVFILT_READ, EV_ADD)});
    EXPECT_THAT(look(), IsEmpty());
    send("x");
    EXPECT_THAT(look(), ElementsAre("read"));
    EXPECT_THAT(look(), ElementsAre("read"));
    receive(1);
    EXPECT_THAT(look(), IsEmpty());
}
// EV_CLEAR: its state is reset when it was retrieved.
TEST_F(KqueueManual, WithClearItIsReturnedOnceForEachArrival) {
    make({change(ends[0], EVFILT_READ, EV_ADD | EV_CLEAR)});
    send("abc");
    EXPECT_THAT(look(), ElementsAre("read"));
    EXPECT_THAT(look(), IsEmpty());
    EXPECT_EQ(receive(1), "a");
    EXPECT_THAT(look(), IsEmpty());
    send("d");
    EXPECT_THAT(look(), ElementsAre("read"));
}
TEST_F(KqueueManual, WithClearRoomToWriteIsReturnedOnce) {
    make({change(ends[0], EVFILT_WRITE, EV_ADD | EV_CLEAR)});
    EXPECT_THAT(look(), ElementsAre("write"));
    EXPECT_THAT(look(), IsEmpty());
}
TEST_F(KqueueManual, DeletedAndAddedItMayBecomeTheOtherKind) {
    make({change(ends[0], EVFILT_READ, EV_ADD | EV_CLEAR)});
    make({change(ends[0], EVFILT_READ, EV_DELETE), change(ends[0], EVFILT_READ, EV_ADD)});
    send("x");
    EXPECT_THAT(look(), ElementsAre("read"));
    EXPECT_THAT(look(), ElementsAre("read"));
}
// EV_ONESHOT: it is deleted when it was retrieved.
TEST_F(KqueueManual, OneShotIsDeletedWhenItWasRetrieved) {
    make({change(ends[0], EVFILT_READ, EV_ADD | EV_ONESHOT)});
    send("x");
    EXPECT_THAT(look(), ElementsAre("read"));
    EXPECT_THAT(look(), IsEmpty());
    EXPECT_THAT(answers({change(ends[0], EVFILT_READ, EV_DELETE)}),
                ElementsAre(error_text("read", ENOENT)));
}
// What triggers a filter several times is one event.
TEST_F(KqueueManual, WhatHappensTwiceIsOneEvent) {
    make({change(ends[0], EVFILT_READ, EV_ADD | EV_CLEAR)});
    send("x");
    send("y");
    const Events events = ask({});
    EXPECT_THAT(texts(events), ElementsAre("read"));
    EXPECT_EQ(events.at(0).data, 2);
}
// No more events are returned than there is room for; and the others next time.
TEST_F(KqueueManual, WhatThereIsNoRoomForStays) {
    send("x");
    make({change(ends[0], EVFILT_READ, EV_ADD | EV_CLEAR),
          change(ends[0], EVFILT_WRITE, EV_ADD | EV_CLEAR)});
    Texts all = texts(ask({}, 1));
    EXPECT_EQ(all.size(), 1U);
    all.push_back(text(ask({}, 1).at(0)));
    EXPECT_THAT(all, UnorderedElementsAre("read", "write"));
    EXPECT_THAT(look(), IsEmpty());
}

// --- Filters ---

// EVFILT_READ of a socket: data is how many bytes can be read.
TEST_F(KqueueManual, ReadingTellsHowManyBytesThereAre) {
    send("hello");
    const Events events = ask({change(ends[0], EVFILT_READ, EV_ADD)});
    EXPECT_THAT(texts(events), ElementsAre("read"));
    EXPECT_EQ(events.at(0).ident, static_cast<uintptr_t>(ends[0]));
    EXPECT_EQ(events.at(0).data, 5);
}
// EV_EOF: the other side is gone. There may be bytes to read still.
TEST_F(KqueueManual, TheEndIsToldWhileBytesAreUnread) {
    send("bye");
    close(ends[1]);
    Events events = ask({change(ends[0], EVFILT_READ, EV_ADD)});
    EXPECT_THAT(texts(events), ElementsAre("read, end"));
    EXPECT_EQ(events.at(0).data, 3);
    receive(3);
    events = ask({});
    EXPECT_THAT(texts(events), ElementsAre("read, end"));
    EXPECT_EQ(events.at(0).data, 0);
}
TEST_F(KqueueManual, TheEndIsAnEdgeOfItsOwn) {
    send("bye");
    EXPECT_THAT(answers({change(ends[0], EVFILT_READ, EV_ADD | EV_CLEAR)}), ElementsAre("read"));
    shutdown(ends[1], SHUT_WR);
    EXPECT_THAT(look(), ElementsAre("read, end"));
    EXPECT_THAT(look(), IsEmpty());
}
// EVFILT_WRITE: it is possible to write. Data is how much room there is.
TEST_F(KqueueManual, WritingTellsHowMuchRoomThereIs) {
    const Events events = ask({change(ends[0], EVFILT_WRITE, EV_ADD)});
    EXPECT_THAT(texts(events), ElementsAre("write"));
    EXPECT_GT(events.at(0).data, 0);
    const std::string block(4096, '.');
    while (write(ends[0], block.data(), block.size()) > 0) {}
    EXPECT_THAT(look(), IsEmpty());
}
// EV_EOF: the reader is gone.
TEST_F(KqueueManual, WritingTellsThatTheReaderIsGone) {
    close(ends[1]);
    EXPECT_THAT(answers({change(ends[0], EVFILT_WRITE, EV_ADD)}), ElementsAre("write, end"));
}
// Pipes: EV_EOF is set when the last writer is gone; data is how many bytes there are.
TEST_F(KqueueManual, OfAPipeTheEndIsToldWhileBytesAreUnread) {
    int pipe_ends[2];
    ASSERT_EQ(pipe(pipe_ends), 0);
    EXPECT_THAT(answers({change(pipe_ends[0], EVFILT_READ, EV_ADD)}), IsEmpty());
    ASSERT_EQ(write(pipe_ends[1], "ab", 2), 2);
    Events events = ask({});
    EXPECT_THAT(texts(events), ElementsAre("read"));
    EXPECT_EQ(events.at(0).data, 2);
    close(pipe_ends[1]);
    events = ask({});
    EXPECT_THAT(texts(events), ElementsAre("read, end"));
    EXPECT_EQ(events.at(0).data, 2);
    close(pipe_ends[0]);
}
// A socket that listens is returned when connections are waiting; data is how many.
TEST_F(KqueueManual, AListeningSocketTellsHowManyAreWaiting) {
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const name = reinterpret_cast<sockaddr*>(&address);
    ASSERT_EQ(bind(listener, name, size), 0);
    ASSERT_EQ(listen(listener, 5), 0);
    ASSERT_EQ(getsockname(listener, name, &size), 0);
    EXPECT_THAT(answers({change(listener, EVFILT_READ, EV_ADD)}), IsEmpty());
    int callers[2];
    for (int& caller : callers) {
        caller = socket(AF_INET, SOCK_STREAM, 0);
        ASSERT_EQ(connect(caller, name, size), 0);
    }
    const Events events = ask({});
    EXPECT_THAT(texts(events), ElementsAre("read"));
    EXPECT_EQ(events.at(0).data, 2);
    for (const int one : {callers[0], callers[1], listener}) close(one);
}
// A file (vnode) is returned while it is not read to its end; data is how far that is.
TEST_F(KqueueManual, ARegularFileIsReturnedUntilItsEnd) {
    std::FILE* const file = std::tmpfile();
    const int number = fileno(file);
    ASSERT_EQ(write(number, "abc", 3), 3);
    EXPECT_THAT(answers({change(number, EVFILT_READ, EV_ADD)}), IsEmpty());
    lseek(number, 1, SEEK_SET);
    const Events events = ask({});
    EXPECT_THAT(texts(events), ElementsAre("read"));
    EXPECT_EQ(events.at(0).data, 2);
    lseek(number, 3, SEEK_SET);
    EXPECT_THAT(look(), IsEmpty());
    make({change(number, EVFILT_READ, EV_DELETE)});
    std::fclose(file);
}
// EVFILT_USER: NOTE_TRIGGER triggers it. With EV_CLEAR it is reset when it was retrieved.
TEST_F(KqueueManual, AUsersEventIsTriggeredByHand) {
    EXPECT_THAT(answers({change(7, EVFILT_USER, EV_ADD | EV_CLEAR)}), IsEmpty());
    const Event trigger = change(7, EVFILT_USER, 0, NOTE_TRIGGER);
    make({trigger, trigger});
    const Events events = ask({});
    EXPECT_THAT(texts(events), ElementsAre("user"));
    EXPECT_EQ(events.at(0).ident, 7U);
    EXPECT_THAT(look(), IsEmpty());
    EXPECT_THAT(answers({trigger}), ElementsAre("user"));
}
TEST_F(KqueueManual, AUsersEventWithoutClearStays) {
    make({change(7, EVFILT_USER, EV_ADD), change(7, EVFILT_USER, 0, NOTE_TRIGGER)});
    EXPECT_THAT(look(), ElementsAre("user"));
    EXPECT_THAT(look(), ElementsAre("user"));
}
// EVFILT_TIMER: data is a time in milliseconds, and comes back as how often that has passed.
TEST_F(KqueueManual, ATimerTellsHowOftenItHasFired) {
    const auto began = std::chrono::steady_clock::now();
    const Events events = ask({change(1, EVFILT_TIMER, EV_ADD, 0, 5)}, 8, nullptr);
    EXPECT_GE(std::chrono::steady_clock::now() - began, std::chrono::milliseconds(5));
    EXPECT_THAT(texts(events), ElementsAre("timer"));
    EXPECT_GE(events.at(0).data, 1);
    EXPECT_THAT(texts(ask({}, 8, nullptr)), ElementsAre("timer"));
}
TEST_F(KqueueManual, AOneShotTimerFiresOnce) {
    const Event timer = change(1, EVFILT_TIMER, EV_ADD | EV_ONESHOT, 0, 1);
    EXPECT_THAT(texts(ask({timer}, 8, nullptr)), ElementsAre("timer"));
    EXPECT_THAT(answers({change(1, EVFILT_TIMER, EV_DELETE)}),
                ElementsAre(error_text("timer", ENOENT)));
}

}  // namespace

#endif
