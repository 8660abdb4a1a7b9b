// kqueue(2) on changes, and what becomes of each.
#if __has_include(<sys/event.h>)

#include "tests/kqueue/manual.hpp"

using namespace kqueue_manual;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

namespace {

// ENOENT: the event that is to be changed or deleted is not there.
TEST_F(KqueueManual, DeletingWhatIsNotThereIsENOENT) {
    EXPECT_THAT(answers({change(ends[0], EVFILT_READ, EV_DELETE)}),
                ElementsAre(error_text("read", ENOENT)));
    EXPECT_THAT(answers({change(1, EVFILT_USER, EV_DELETE)}),
                ElementsAre(error_text("user", ENOENT)));
}
TEST_F(KqueueManual, EnablingWhatIsNotThereIsENOENT) {
    EXPECT_THAT(answers({change(ends[0], EVFILT_READ, EV_ENABLE)}),
                ElementsAre(error_text("read", ENOENT)));
}
TEST_F(KqueueManual, TriggeringWhatIsNotThereIsENOENT) {
    EXPECT_THAT(answers({change(1, EVFILT_USER, 0, NOTE_TRIGGER)}),
                ElementsAre(error_text("user", ENOENT)));
}

// EBADF: the descriptor is not valid; that of an event, or that of the queue.
TEST_F(KqueueManual, AddingADescriptorThatIsNotOpenIsEBADF) {
    close(ends[0]);
    EXPECT_THAT(answers({change(ends[0], EVFILT_READ, EV_ADD)}),
                ElementsAre(error_text("read", EBADF)));
    EXPECT_THAT(answers({change(-1, EVFILT_WRITE, EV_ADD)}),
                ElementsAre(error_text("write", EBADF)));
}
TEST_F(KqueueManual, WhatIsNoQueueIsEBADF) {
    Event event;
    EXPECT_EQ(kevent(ends[0], nullptr, 0, &event, 1, &no_time), -1);
    EXPECT_EQ(errno, EBADF);
    close(queue);
    look();
    EXPECT_EQ(error, EBADF);
}

// EINVAL: the filter is not valid, or the time limit is not.
TEST_F(KqueueManual, AnUnknownFilterIsEINVAL) {
    EXPECT_THAT(answers({change(ends[0], 77, add_receipt)}),
                ElementsAre(error_text("unknown", EINVAL)));
}
TEST_F(KqueueManual, AnImpossibleTimeLimitIsEINVAL) {
    for (const timespec impossible : {timespec{-1, 0}, timespec{0, 1'000'000'000}}) {
        ask({}, 8, &impossible);
        EXPECT_EQ(error, EINVAL);
    }
}

// If a change fails and there is room in the event list, it is put there, with EV_ERROR set and the
// error's number in data.
TEST_F(KqueueManual, AnErrorGoesToTheEventList) {
    EXPECT_THAT(
        answers({change(ends[0], EVFILT_READ, EV_DELETE), change(1, EVFILT_USER, EV_DELETE)}),
        ElementsAre(error_text("read", ENOENT), error_text("user", ENOENT)));
}
// ... otherwise -1 is returned, and errno says what it was.
TEST_F(KqueueManual, WithoutRoomForAnErrorTheCallFails) {
    ask({change(ends[0], EVFILT_READ, EV_DELETE)}, 0);
    EXPECT_EQ(error, ENOENT);
    ask({change(ends[0], EVFILT_READ, EV_DELETE), change(1, EVFILT_USER, EV_DELETE)}, 1);
    EXPECT_EQ(error, ENOENT);
}
// ... and while there is room, the changes behind it are made all the same.
TEST_F(KqueueManual, AChangeThatFailsKeepsNoOtherFromBeingMade) {
    send("x");
    EXPECT_THAT(answers({change(ends[0], EVFILT_READ, EV_ADD), change(1, EVFILT_USER, EV_DELETE),
                         change(2, EVFILT_USER, EV_ADD)}),
                ElementsAre(error_text("user", ENOENT)));
    EXPECT_THAT(answers({change(2, EVFILT_USER, 0, NOTE_TRIGGER)}),
                UnorderedElementsAre("read", "user"));
}

// EV_RECEIPT: EV_ERROR is returned always, with a data of zero when all is well.
TEST_F(KqueueManual, AReceiptIsGivenForEachChange) {
    EXPECT_THAT(answers({change(ends[0], EVFILT_READ, add_receipt),
                         change(ends[0], EVFILT_WRITE, EV_DELETE | EV_RECEIPT),
                         change(ends[0], EVFILT_WRITE, add_receipt)}),
                ElementsAre("read: error 0", error_text("write", ENOENT), "write: error 0"));
}
// ... and such a call drains no pending events.
TEST_F(KqueueManual, WithReceiptsNoEventsAreDrained) {
    send("x");
    make({change(ends[0], EVFILT_READ, EV_ADD | EV_CLEAR)});
    EXPECT_THAT(answers({change(ends[0], EVFILT_WRITE, add_receipt)}),
                ElementsAre("write: error 0"));
    EXPECT_THAT(look(), UnorderedElementsAre("read", "write"));
}
// The changes and the events may be the same array.
TEST_F(KqueueManual, ReceiptsMayGoToTheArrayOfTheChanges) {
    Event both[] = {change(ends[0], EVFILT_READ, EV_DELETE | EV_RECEIPT),
                    change(ends[0], EVFILT_READ, add_receipt),
                    change(ends[0], EVFILT_WRITE, add_receipt)};
    ASSERT_EQ(kevent(queue, both, 3, both, 3, &no_time), 3);
    EXPECT_THAT(texts(Events(both, both + 3)),
                ElementsAre(error_text("read", ENOENT), "read: error 0", "write: error 0"));
}

// All changes are made before pending events are read.
TEST_F(KqueueManual, ChangesAreMadeBeforeEventsAreRead) {
    send("x");
    EXPECT_THAT(answers({change(ends[0], EVFILT_READ, EV_ADD)}), ElementsAre("read"));
    EXPECT_THAT(answers({change(ends[0], EVFILT_READ, EV_DELETE)}), IsEmpty());
}
// An event is known by its ident and its filter ...
TEST_F(KqueueManual, TheTwoDirectionsAreTwoEvents) {
    send("x");
    make({change(ends[0], EVFILT_READ, EV_ADD), change(ends[0], EVFILT_WRITE, EV_ADD)});
    EXPECT_THAT(look(), UnorderedElementsAre("read", "write"));
    EXPECT_THAT(answers({change(ends[0], EVFILT_WRITE, EV_DELETE)}), ElementsAre("read"));
}
// ... and adding it again makes no second one.
TEST_F(KqueueManual, AddingAgainMakesNoSecondOne) {
    send("x");
    make({change(ends[0], EVFILT_READ, EV_ADD), change(ends[0], EVFILT_READ, EV_ADD)});
    EXPECT_THAT(look(), ElementsAre("read"));
    EXPECT_THAT(answers({change(ends[0], EVFILT_READ, EV_DELETE)}), IsEmpty());
    EXPECT_THAT(answers({change(ends[0], EVFILT_READ, EV_DELETE)}),
                ElementsAre(error_text("read", ENOENT)));
}
// What it carries is changed by that; udata passes through the kernel as it is.
TEST_F(KqueueManual, UserDataPassesThrough) {
    Event one = change(ends[0], EVFILT_WRITE, EV_ADD);
    one.udata = &one;
    EXPECT_EQ(ask({one}).at(0).udata, &one);
    one.udata = &queue;
    EXPECT_EQ(ask({one}).at(0).udata, &queue);
}

// EV_DISABLE: it is not returned. EV_ENABLE: it may be, again.
TEST_F(KqueueManual, WhatIsDisabledIsNotReturnedUntilItIsEnabled) {
    send("x");
    EXPECT_THAT(answers({change(ends[0], EVFILT_READ, EV_ADD | EV_DISABLE)}), IsEmpty());
    EXPECT_THAT(answers({change(ends[0], EVFILT_READ, EV_ENABLE)}), ElementsAre("read"));
    EXPECT_THAT(answers({change(ends[0], EVFILT_READ, EV_DISABLE)}), IsEmpty());
}

}  // namespace

#endif
