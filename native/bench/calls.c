// Nanoseconds of single calls: what the kernel and the C library take, without a runtime around.
//
//   calls [-n calls in a batch] [-r batches] [-c: print how many calls succeeded instead]
//
// Each case is a few phases that alternate: 64 calls of the first, 64 of the next, and so on, as
// far as a socket buffer or a listener's queue has room. The programs of the other runtimes do the
// same.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/epoll.h>
#endif

enum { BURST = 64, MESSAGE = 64, WARM_UP = 10, ACCEPT_SHARE = 8, MOST_PHASES = 3 };

// Does BURST calls and returns how many of them did what they should.
typedef int (*Burst)(void);

typedef struct {
  const char* name;  // NULL when it is not timed
  Burst run;
} Phase;

typedef struct {
  Phase phases[MOST_PHASES];
  int share;  // one call for so many of the other cases'
} Case;

static int pair[2];
static int listener;
static struct sockaddr_in listening;
static int connecting[BURST];
static int accepted[BURST];
static int connected;
static struct pollfd watched;

static void failed(const char* call) {
  perror(call);
  exit(1);
}

static int check(int result, const char* call) {
  if (result < 0) failed(call);
  return result;
}

static void setNonBlocking(int fd) {
  check(fcntl(fd, F_SETFL, check(fcntl(fd, F_GETFL), "fcntl") | O_NONBLOCK), "fcntl");
}

static int sendBurst(void) {
  static const char message[MESSAGE];
  int good = 0;
  for (int i = 0; i < BURST; i++) good += send(pair[0], message, MESSAGE, 0) == MESSAGE;
  return good;
}

static int recvBurst(void) {
  static char message[MESSAGE];
  int good = 0;
  for (int i = 0; i < BURST; i++) good += recv(pair[1], message, MESSAGE, 0) == MESSAGE;
  return good;
}

static int blockingBurst(void) {
  static char message[MESSAGE];
  int good = 0;
  for (int i = 0; i < BURST; i++) {
    if (recv(pair[1], message, MESSAGE, 0) < 0 && errno == EAGAIN) good++;
  }
  return good;
}

static int connectBurst(void) {
  // Closed with a reset, a connection leaves no TIME_WAIT behind.
  const struct linger reset = {1, 0};
  for (int i = 0; i < BURST; i++) {
    connecting[i] = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    check(setsockopt(connecting[i], SOL_SOCKET, SO_LINGER, &reset, sizeof reset), "setsockopt");
    check(connect(connecting[i], (struct sockaddr*)&listening, sizeof listening), "connect");
  }
  return BURST;
}

static int acceptBurst(void) {
  struct sockaddr_in peer;
  int good = 0;
  for (int i = 0; i < BURST; i++) {
    socklen_t length = sizeof peer;
#ifdef __linux__
    accepted[i] = accept4(listener, (struct sockaddr*)&peer, &length, SOCK_CLOEXEC);
#else
    accepted[i] = accept(listener, (struct sockaddr*)&peer, &length);
#endif
    good += accepted[i] >= 0;
  }
  return good;
}

static int closeBurst(void) {
  for (int i = 0; i < BURST; i++) {
    check(close(connecting[i]), "close");
    check(close(accepted[i]), "close");
  }
  return BURST;
}

static int setsockoptBurst(void) {
  const int on = 1;
  int good = 0;
  for (int i = 0; i < BURST; i++) {
    good += setsockopt(pair[0], SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0;
  }
  return good;
}

static int getsockoptBurst(void) {
  int good = 0;
  for (int i = 0; i < BURST; i++) {
    int error = -1;
    socklen_t length = sizeof error;
    getsockopt(pair[0], SOL_SOCKET, SO_ERROR, &error, &length);
    good += error == 0;
  }
  return good;
}

static int connectAgainBurst(void) {
  int good = 0;
  for (int i = 0; i < BURST; i++) {
    const int result = connect(connected, (struct sockaddr*)&listening, sizeof listening);
    good += result < 0 && errno == EISCONN;
  }
  return good;
}

static int pollBurst(void) {
  int good = 0;
  for (int i = 0; i < BURST; i++) good += poll(&watched, 1, 0) == 0;
  return good;
}

static int selectBurst(void) {
  int good = 0;
  fd_set readers;
  FD_ZERO(&readers);
  FD_SET(pair[1], &readers);
  for (int i = 0; i < BURST; i++) {
    fd_set ready = readers;
    struct timeval now = {0, 0};
    good += select(pair[1] + 1, &ready, NULL, NULL, &now) == 0;
  }
  return good;
}

#ifdef __linux__
static int idleEpoll;
static int epoll;
static int watchable[BURST];

static int epollBurst(void) {
  struct epoll_event ready[BURST];
  int good = 0;
  for (int i = 0; i < BURST; i++) good += epoll_wait(idleEpoll, ready, BURST, 0) == 0;
  return good;
}

static int controlBurst(int operation, uint32_t events) {
  int good = 0;
  for (int i = 0; i < BURST; i++) {
    struct epoll_event event = {.events = events, .data = {.fd = watchable[i]}};
    good += epoll_ctl(epoll, operation, watchable[i], &event) == 0;
  }
  return good;
}

static int registerBurst(void) { return controlBurst(EPOLL_CTL_ADD, EPOLLIN); }
static int modifyBurst(void) { return controlBurst(EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT); }
static int unregisterBurst(void) { return controlBurst(EPOLL_CTL_DEL, 0); }

static void openEpolls(void) {
  struct epoll_event event = {.events = EPOLLIN, .data = {.fd = pair[1]}};
  idleEpoll = check(epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
  check(epoll_ctl(idleEpoll, EPOLL_CTL_ADD, pair[1], &event), "epoll_ctl");
  epoll = check(epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
  for (int i = 0; i < BURST; i += 2) {
    check(socketpair(AF_UNIX, SOCK_STREAM, 0, &watchable[i]), "socketpair");
  }
}
#endif

static void openSockets(void) {
  socklen_t length = sizeof listening;
  check(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), "socketpair");
  setNonBlocking(pair[0]);
  setNonBlocking(pair[1]);
  watched = (struct pollfd){.fd = pair[1], .events = POLLIN};
  listening.sin_family = AF_INET;
  listening.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  listener = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
  check(bind(listener, (struct sockaddr*)&listening, length), "bind");
  check(listen(listener, 2 * BURST), "listen");
  check(getsockname(listener, (struct sockaddr*)&listening, &length), "getsockname");
  connected = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
  check(connect(connected, (struct sockaddr*)&listening, sizeof listening), "connect");
  check(accept(listener, NULL, NULL), "accept");
  setNonBlocking(listener);
  setNonBlocking(connected);
}

static const Case cases[] = {
    {{{"send", sendBurst}, {"recv", recvBurst}}, 1},
    {{{"blockingIOError", blockingBurst}}, 1},
    {{{NULL, connectBurst}, {"accept", acceptBurst}, {NULL, closeBurst}}, ACCEPT_SHARE},
    {{{"setsockopt", setsockoptBurst}}, 1},
    {{{"getsockopt", getsockoptBurst}}, 1},
    {{{"connectEx", connectAgainBurst}}, 1},
#ifdef __linux__
    {{{"epollNothing", epollBurst}}, 1},
#endif
    {{{"pollNothing", pollBurst}}, 1},
    {{{"selectNothing", selectBurst}}, 1},
#ifdef __linux__
    {{{"register", registerBurst}, {"modify", modifyBurst}, {"unregister", unregisterBurst}}, 1},
#endif
};

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

// One batch of a case: the nanoseconds and the good calls of each phase.
static void runBatch(const Case* one, int bursts, double* nanoseconds, int* good) {
  for (int phase = 0; phase < MOST_PHASES; phase++) nanoseconds[phase] = good[phase] = 0;
  for (int burst = 0; burst < bursts; burst++) {
    for (int phase = 0; phase < MOST_PHASES && one->phases[phase].run != NULL; phase++) {
      const double begun = now();
      good[phase] += one->phases[phase].run();
      nanoseconds[phase] += now() - begun;
    }
  }
}

static void printCase(const Case* one, int calls, int batches, bool counts) {
  const int wanted = calls / one->share;
  const int bursts = wanted <= BURST ? 1 : (wanted + BURST - 1) / BURST;
  double* values = calloc((size_t)batches * MOST_PHASES, sizeof *values);
  if (values == NULL) failed("calloc");
  for (int batch = -WARM_UP; batch < batches; batch++) {
    double nanoseconds[MOST_PHASES];
    int good[MOST_PHASES];
    runBatch(one, bursts, nanoseconds, good);
    for (int phase = 0; batch >= 0 && phase < MOST_PHASES; phase++) {
      values[phase * batches + batch] =
          counts ? good[phase] : nanoseconds[phase] / (bursts * BURST);
    }
    for (int phase = 0; phase < MOST_PHASES && one->phases[phase].run != NULL; phase++) {
      if (good[phase] == bursts * BURST) continue;
      fprintf(stderr, "%s: %d of %d calls succeeded\n", one->phases[phase].name, good[phase],
              bursts * BURST);
      exit(1);
    }
  }
  for (int phase = 0; phase < MOST_PHASES; phase++) {
    if (one->phases[phase].name == NULL) continue;
    printf("%s\"%s\": [", one == cases && phase == 0 ? "" : ", ", one->phases[phase].name);
    for (int batch = 0; batch < batches; batch++) {
      printf("%s%.3f", batch == 0 ? "" : ", ", values[phase * batches + batch]);
    }
    printf("]");
  }
  free(values);
}

int main(int argc, char** argv) {
  int calls = 1024;
  int batches = 15;
  bool counts = false;
  for (int option; (option = getopt(argc, argv, "n:r:c")) != -1;) {
    if (option == 'n') calls = atoi(optarg);
    if (option == 'r') batches = atoi(optarg);
    if (option == 'c') counts = true;
    if (option == '?') return 2;
  }
  openSockets();
#ifdef __linux__
  openEpolls();
#endif
  printf("{");
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    printCase(&cases[i], calls, batches, counts);
  }
  printf("}\n");
}
