/// @file
/// What a BSD's <sys/event.h> declares, as far as the emulation of kqueue beside it goes (../../emulation.cpp).
/// The numbers are FreeBSD's.
#pragma once

#include <stdint.h>
#include <time.h>

/// A change that goes in, or an event that comes out.
struct kevent {
    uintptr_t ident;      // mostly a descriptor
    short filter;         // EVFILT_...
    unsigned short flags; // EV_...
    unsigned int fflags;  // NOTE_...: each filter's own
    int64_t data;         // each filter's own, too
    void* udata;          // the user's, passed through
};

#define EV_SET(event, its_ident, its_filter, its_flags, its_fflags, its_data, its_udata) \
    do {                                                                                 \
        struct kevent* ev_set_event = (event);                                           \
        ev_set_event->ident = (its_ident);                                               \
        ev_set_event->filter = (its_filter);                                             \
        ev_set_event->flags = (its_flags);                                               \
        ev_set_event->fflags = (its_fflags);                                             \
        ev_set_event->data = (its_data);                                                 \
        ev_set_event->udata = (its_udata);                                               \
    } while (0)

#define EVFILT_READ (-1)
#define EVFILT_WRITE (-2)
#define EVFILT_TIMER (-7)
#define EVFILT_USER (-11)

/* What to do. */
#define EV_ADD 0x0001
#define EV_DELETE 0x0002
#define EV_ENABLE 0x0004
#define EV_DISABLE 0x0008
/* How. */
#define EV_ONESHOT 0x0010
#define EV_CLEAR 0x0020
#define EV_RECEIPT 0x0040
/* What comes back. */
#define EV_ERROR 0x4000
#define EV_EOF 0x8000

#define NOTE_TRIGGER 0x01000000 /* of EVFILT_USER */

/* Of EVFILT_TIMER, whose data is in milliseconds otherwise. */
#define NOTE_SECONDS 0x00000001
#define NOTE_USECONDS 0x00000004
#define NOTE_NSECONDS 0x00000008

#ifdef __cplusplus
extern "C" {
#endif

int kqueue(void);
int kevent(int queue, const struct kevent* changes, int change_count, struct kevent* events, int event_count,
           const struct timespec* timeout);

#ifdef __cplusplus
}
#endif
