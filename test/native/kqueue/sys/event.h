#ifndef BSD_SOCKETS_TEST_SYS_EVENT_H
#define BSD_SOCKETS_TEST_SYS_EVENT_H

// A test double of the BSDs' <sys/event.h>, so that the kqueue code runs on Linux in the tests. The
// names and numbers come from FreeBSD's manual and header; double.cc says what is supported.

#include <cstdint>
#include <ctime>

struct kevent {
  uintptr_t ident;
  int16_t filter;
  uint16_t flags;
  uint32_t fflags;
  int64_t data;
  void* udata;
};

#define EVFILT_READ (-1)
#define EVFILT_WRITE (-2)
#define EVFILT_TIMER (-7)
#define EVFILT_USER (-11)

#define EV_ADD 0x0001
#define EV_DELETE 0x0002
#define EV_ENABLE 0x0004
#define EV_DISABLE 0x0008
#define EV_ONESHOT 0x0010
#define EV_CLEAR 0x0020
#define EV_RECEIPT 0x0040
#define EV_DISPATCH 0x0080
#define EV_ERROR 0x4000
#define EV_EOF 0x8000

#define NOTE_SECONDS 0x00000001
#define NOTE_MSECONDS 0x00000002
#define NOTE_USECONDS 0x00000004
#define NOTE_NSECONDS 0x00000008
#define NOTE_TRIGGER 0x01000000

#define EV_SET(event, a, b, c, d, e, f)         \
  do {                                          \
    (event)->ident = static_cast<uintptr_t>(a); \
    (event)->filter = static_cast<int16_t>(b);  \
    (event)->flags = static_cast<uint16_t>(c);  \
    (event)->fflags = static_cast<uint32_t>(d); \
    (event)->data = static_cast<int64_t>(e);    \
    (event)->udata = (f);                       \
  } while (false)

int kqueue();
int kevent(int kq, const struct kevent* changes, int changeCount, struct kevent* events,
           int eventCount, const timespec* timeout);

#endif
