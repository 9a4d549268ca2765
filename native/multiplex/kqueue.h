#ifndef BSD_SOCKETS_KQUEUE_H
#define BSD_SOCKETS_KQUEUE_H

// Says whether there is a kqueue(2): on the BSDs, and in the test build, which brings a double.
#if defined(__APPLE__) || defined(__FreeBSD__) || defined(__OpenBSD__) || defined(__NetBSD__) || \
    defined(__DragonFly__) || defined(BSD_SOCKETS_TEST_KQUEUE)
#define BSD_SOCKETS_HAS_KQUEUE
#include <sys/types.h>
// After the types, which the BSDs' older headers take for granted.
#include <sys/event.h>
#include <sys/time.h>
#endif

#endif
