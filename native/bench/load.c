// The load generator: many connections to an echo server on loopback, each with one message in
// flight. Every byte that comes back is compared. Prints, as JSON, the server's echoes per second,
// the latencies, the server's processor time for an echo and its resident memory.
//
//   load -p PORT -P SERVER_PID -c CONNECTIONS -s SIZE [-u WARMUP_ECHOES] -e ECHOES
//   load -p PORT -P SERVER_PID -c CONNECTIONS -s SIZE -i SECONDS      connects, and is idle
//
// Each connection begins with one echo, which proves that the server has accepted it. When the last
// of the ECHOES is back, the CONNECTIONS - 1 that are still under way are awaited, so that the
// number of echoes is the same each time: 2 * CONNECTIONS - 1 + WARMUP_ECHOES + ECHOES.
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "accounting.h"
#include "histogram.h"
#include "poller.h"

enum { kMostUnanswered = 64, kPatience = 20000 /* milliseconds */ };

struct connection {
  int fd;
  uint32_t sequence;
  size_t sent, received;
  bool isWatchedForWriting;
  uint64_t began;
};

static struct {
  int port, connections;
  size_t size;
  long echoes, warmUp;
  double idle;
  pid_t server;
} options = {.connections = 1, .size = 64};

static struct connection* connections;
static struct poller poller;
static struct histogram latencies;
// All messages are the same but for their stamp, so one copy is enough to send and to compare with.
static unsigned char* message;
static unsigned char* received;

static long answered;   // Messages that have come back whole
static long remaining;  // Messages that are still to be begun
static bool isMeasuring;

static void fail(const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fputs("load: ", stderr);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
  exit(1);
}

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static struct processorTime serverTime(void) {
  struct processorTime time;
  if (!processorTimeOf(options.server, &time)) fail("the server's processor time cannot be read");
  return time;
}

static double serverMemory(void) {
  double bytes;
  if (!residentBytesOf(options.server, &bytes)) fail("the server's memory cannot be read");
  return bytes;
}

// Which connection's message this is, and which of its messages.
static void stamp(const struct connection* connection) {
  const uint32_t marks[2] = {(uint32_t)(connection - connections), connection->sequence};
  memcpy(message, marks, options.size < sizeof marks ? options.size : sizeof marks);
}

static void sendMore(struct connection* connection) {
  stamp(connection);
  const size_t left = options.size - connection->sent;
  const ssize_t sent = send(connection->fd, message + connection->sent, left, 0);
  if (sent < 0 && errno != EAGAIN && errno != EWOULDBLOCK) {
    fail("connection %td: send: %s", connection - connections, strerror(errno));
  }
  if (sent > 0) connection->sent += (size_t)sent;
  const bool isPartial = connection->sent < options.size;
  if (isPartial == connection->isWatchedForWriting) return;
  connection->isWatchedForWriting = isPartial;
  if (!watchWriting(&poller, (int)(connection - connections), connection->fd, isPartial)) {
    fail("watching for writing: %s", strerror(errno));
  }
}

static void beginMessage(struct connection* connection) {
  remaining--;
  connection->sequence++;
  connection->sent = connection->received = 0;
  connection->began = now();
  sendMore(connection);
}

static void endMessage(struct connection* connection) {
  answered++;
  if (isMeasuring) recordLatency(&latencies, now() - connection->began);
  if (remaining > 0) beginMessage(connection);
}

static void checkBytes(struct connection* connection, size_t count) {
  if (count > options.size - connection->received ||
      connection->received + count > connection->sent) {
    fail("connection %td: the server sent more than it was sent", connection - connections);
  }
  stamp(connection);
  if (memcmp(received, message + connection->received, count) != 0) {
    fail("connection %td: the server sent other bytes than it was sent", connection - connections);
  }
}

static void receiveMore(struct connection* connection) {
  // With room for one byte too many, to notice it.
  const size_t room = options.size - connection->received + 1;
  const ssize_t count = recv(connection->fd, received, room, 0);
  if (count < 0) {
    if (errno == EAGAIN || errno == EWOULDBLOCK) return;
    fail("connection %td: recv: %s", connection - connections, strerror(errno));
  }
  if (count == 0) {
    fail("connection %td: the server closed it after %zu of %zu bytes", connection - connections,
         connection->received, options.size);
  }
  checkBytes(connection, (size_t)count);
  connection->received += (size_t)count;
  if (connection->received == options.size) endMessage(connection);
}

static struct ready ready[kMostReady];

static void exchangeUntil(long wanted) {
  static int count, next;  // What was ready and has not been looked at is left for the next call
  while (answered < wanted) {
    if (next == count) {
      next = 0;
      count = waitForReady(&poller, ready, kPatience);
      if (count == 0) fail("the server has not answered for %d seconds", kPatience / 1000);
      if (count < 0 && errno != EINTR) fail("waiting: %s", strerror(errno));
      if (count < 0) count = 0;
      continue;
    }
    const struct ready* event = &ready[next++];
    struct connection* connection = &connections[event->index];
    if (event->isReadable) receiveMore(connection);
    if (event->isWritable && connection->sent < options.size) sendMore(connection);
  }
}

static void openConnection(struct connection* connection) {
  const struct sockaddr_in address = {.sin_family = AF_INET,
                                      .sin_port = htons((uint16_t)options.port),
                                      .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  const int on = 1;
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (fd == -1) fail("socket: %s", strerror(errno));
  if (connect(fd, (const struct sockaddr*)&address, sizeof address) != 0) {
    fail("connect to port %d: %s", options.port, strerror(errno));
  }
  if (setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0 ||
      fcntl(fd, F_SETFL, O_NONBLOCK) != 0) {
    fail("setting up a connection: %s", strerror(errno));
  }
  connection->fd = fd;
  if (!watch(&poller, (int)(connection - connections), fd)) fail("watching: %s", strerror(errno));
}

// A few at a time, so that no queue of connections to be accepted runs over.
static void openConnections(void) {
  for (int i = 0; i < options.connections; i++) {
    openConnection(&connections[i]);
    remaining = 1;
    beginMessage(&connections[i]);
    if (i % kMostUnanswered == kMostUnanswered - 1) exchangeUntil(i + 1);
  }
  exchangeUntil(options.connections);
}

static void closeConnections(void) {
  for (int i = 0; i < options.connections; i++) close(connections[i].fd);
}

static void printLoad(double seconds, struct processorTime before, struct processorTime after,
                      double memoryBefore) {
  const double echoes = (double)options.echoes;
  const double total = (after.total - before.total) / echoes;
  const double user = after.user - before.user;
  const double both = user + after.system - before.system;
  // A run of less than a tick has no split.
  const double share = both > 0 ? user / both : 0;
  printf("{\"echoesPerSecond\":[%.1f],\"p50\":[%.1f],\"p99\":[%.1f],", echoes / seconds,
         percentile(&latencies, 0.5), percentile(&latencies, 0.99));
  printf("\"cpu\":[%.1f],\"user\":[%.1f],\"system\":[%.1f],", total, total * share,
         total * (1 - share));
  printf("\"memoryBefore\":[%.0f],\"memoryAfter\":[%.0f]}\n", memoryBefore, serverMemory());
}

static void load(void) {
  const long opened = options.connections;
  remaining = options.warmUp + options.echoes + opened - 1;
  const long warm = opened + options.warmUp;
  for (int i = 0; i < options.connections; i++) beginMessage(&connections[i]);
  exchangeUntil(warm);
  const double memoryBefore = serverMemory();
  const struct processorTime before = serverTime();
  const uint64_t began = now();
  isMeasuring = true;
  exchangeUntil(warm + options.echoes);
  const uint64_t ended = now();
  const struct processorTime after = serverTime();
  isMeasuring = false;
  exchangeUntil(warm + options.echoes + opened - 1);
  printLoad((double)(ended - began) / 1e9, before, after, memoryBefore);
}

static void rest(double seconds) {
  const struct timespec time = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};
  nanosleep(&time, NULL);
}

static void beIdle(double memoryBefore) {
  rest(0.25);  // What the server may still have to do is not idleness
  const struct processorTime before = serverTime();
  const uint64_t began = now();
  rest(options.idle);
  const double wall = (double)(now() - began);
  const struct processorTime after = serverTime();
  if (waitForReady(&poller, ready, 0) != 0)
    fail("a connection was closed, or written to, while idle");
  printf("{\"memoryBefore\":[%.0f],\"memoryAfter\":[%.0f],\"idleCpu\":[%.6f]}\n", memoryBefore,
         serverMemory(), 100 * (after.total - before.total) / wall);
}

static void readOptions(int count, char** arguments) {
  for (int letter; (letter = getopt(count, arguments, "p:P:c:s:e:u:i:")) != -1;) {
    if (letter == '?') exit(2);
    const double value = strtod(optarg, NULL);
    if (letter == 'p') options.port = (int)value;
    if (letter == 'P') options.server = (pid_t)value;
    if (letter == 'c') options.connections = (int)value;
    if (letter == 's') options.size = (size_t)value;
    if (letter == 'e') options.echoes = (long)value;
    if (letter == 'u') options.warmUp = (long)value;
    if (letter == 'i') options.idle = value;
  }
  if (options.port <= 0 || options.server <= 0 || options.connections <= 0 || options.size == 0 ||
      (options.echoes > 0) == (options.idle > 0)) {
    fprintf(stderr,
            "usage: load -p PORT -P SERVER_PID -c CONNECTIONS -s SIZE "
            "([-u WARMUP_ECHOES] -e ECHOES | -i SECONDS)\n");
    exit(2);
  }
}

static void raiseDescriptorLimit(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) fail("getrlimit: %s", strerror(errno));
  limit.rlim_cur = limit.rlim_max;
#ifdef __APPLE__
  if (limit.rlim_cur > OPEN_MAX) limit.rlim_cur = OPEN_MAX;
#endif
  setrlimit(RLIMIT_NOFILE, &limit);
}

static void prepareMessages(void) {
  connections = calloc((size_t)options.connections, sizeof *connections);
  message = malloc(options.size);
  received = malloc(options.size + 1);
  if (connections == NULL || message == NULL || received == NULL) fail("out of memory");
  for (size_t i = 0; i < options.size; i++) message[i] = (unsigned char)(i % 251);
}

int main(int count, char** arguments) {
  readOptions(count, arguments);
  signal(SIGPIPE, SIG_IGN);
  raiseDescriptorLimit();
  prepareMessages();
  if (!openPoller(&poller, options.connections)) fail("opening a poller: %s", strerror(errno));
  const double memoryBefore = serverMemory();
  openConnections();
  if (options.echoes > 0) {
    load();
  } else {
    beIdle(memoryBefore);
  }
  closeConnections();
  return 0;
}
