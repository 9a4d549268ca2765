#ifndef BSD_SOCKETS_MULTIPLEX_KQUEUE_H
#define BSD_SOCKETS_MULTIPLEX_KQUEUE_H

// Defines BSD_SOCKETS_HAS_KQUEUE on the BSDs, and in the test build, which has a double of
// kqueue(2).
#if defined(__APPLE__) || defined(__FreeBSD__) || defined(__OpenBSD__) || defined(__NetBSD__) || \
    defined(__DragonFly__) || defined(BSD_SOCKETS_TEST_KQUEUE)
#define BSD_SOCKETS_HAS_KQUEUE
#include <sys/types.h>
// After sys/types.h, which older BSD headers need.
#include <sys/event.h>
#include <sys/time.h>
#endif

#endif
