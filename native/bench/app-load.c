// Asks an app-server of the tutorial's protocol, a connection for each request, and tells how fast
// it answered and what CPU time the kernel counted for it.
//
//   app-load -p port -P pid [-n requests in a batch] [-r batches] [-w requests before]
//            [-c connections at a time] [-m bytes of a binary request: without it, a search]
//
// Every answer is compared with the one right answer; another one ends the program with status 1.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "accounting.h"

enum { MOST_CONNECTIONS = 1024, LONGEST_ANSWER = 4096, SECONDS_TO_START = 20, SHOWN = 10 };

typedef struct {
  char* bytes;
  size_t length;
} Text;

typedef struct {
  size_t sent, received;
  char answer[LONGEST_ANSWER];
} Connection;

static struct sockaddr_in server;
static Text request, rightAnswer;
static Connection connections[MOST_CONNECTIONS];
static struct pollfd polled[MOST_CONNECTIONS];

static _Noreturn void fail(const char* format, ...) {
  va_list values;
  va_start(values, format);
  vfprintf(stderr, format, values);
  va_end(values);
  fputc('\n', stderr);
  exit(1);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

// Two bytes with the length of the JSON header, the header, the content.
static Text message(const char* type, const char* encoding, const char* content, size_t length) {
  const char* order = htons(1) == 1 ? "big" : "little";
  char header[256];
  const int size = snprintf(header, sizeof header,
                            "{\"byteorder\": \"%s\", \"content-type\": \"%s\", "
                            "\"content-encoding\": \"%s\", \"content-length\": %zu}",
                            order, type, encoding, length);
  Text text = {malloc(2 + (size_t)size + length), 2 + (size_t)size + length};
  if (text.bytes == NULL) fail("out of memory");
  text.bytes[0] = (char)(size >> 8);
  text.bytes[1] = (char)(size & 255);
  memcpy(text.bytes + 2, header, (size_t)size);
  if (length > 0) memcpy(text.bytes + 2 + size, content, length);
  return text;
}

static void prepareSearch(void) {
  static const char query[] = "{\"action\": \"search\", \"value\": \"morpheus\"}";
  static const char found[] = "{\"result\": \"Follow the white rabbit. \xf0\x9f\x90\xb0\"}";
  request = message("text/json", "utf-8", query, strlen(query));
  rightAnswer = message("text/json", "utf-8", found, strlen(found));
}

static void prepareBinary(size_t length) {
  char found[] = "First 10 bytes of request: ..........";
  const size_t shown = length < SHOWN ? length : SHOWN;
  char* content = malloc(length);
  if (content == NULL) fail("out of memory");
  for (size_t i = 0; i < length; i++) content[i] = (char)('a' + i % 26);
  memcpy(found + strlen(found) - SHOWN, content, shown);
  request = message("binary/custom-client-binary-type", "binary", content, length);
  rightAnswer =
      message("binary/custom-server-binary-type", "binary", found, strlen(found) - SHOWN + shown);
  free(content);
}

static int connectTo(int flags) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0 || fcntl(fd, F_SETFL, flags) < 0) fail("socket: %s", strerror(errno));
  if (connect(fd, (struct sockaddr*)&server, sizeof server) == 0 || errno == EINPROGRESS) return fd;
  const int error = errno;
  close(fd);
  errno = error;
  return -1;
}

// It was only just started, and cannot say when it listens.
static void waitForServer(void) {
  const double deadline = now() + SECONDS_TO_START * 1e9;
  const struct timespec pause = {0, 2000000};
  int fd;
  while ((fd = connectTo(0)) < 0) {
    if (errno != ECONNREFUSED || now() > deadline) fail("connect: %s", strerror(errno));
    nanosleep(&pause, NULL);
  }
  close(fd);
}

static void begin(size_t i) {
  connections[i].sent = connections[i].received = 0;
  polled[i] = (struct pollfd){.fd = connectTo(O_NONBLOCK), .events = POLLOUT};
  if (polled[i].fd < 0) fail("connect: %s", strerror(errno));
}

static void sendSome(size_t i) {
  Connection* connection = &connections[i];
  const ssize_t sent =
      send(polled[i].fd, request.bytes + connection->sent, request.length - connection->sent, 0);
  if (sent < 0 && errno != EAGAIN) fail("send: %s", strerror(errno));
  if (sent > 0) connection->sent += (size_t)sent;
  if (connection->sent == request.length) polled[i].events = POLLIN;
}

static void checkAnswer(const Connection* connection) {
  const size_t length = connection->received;
  if (length == rightAnswer.length && memcmp(connection->answer, rightAnswer.bytes, length) == 0) {
    return;
  }
  fail("a wrong answer of %zu bytes: %.*s", length, length < 2 ? 0 : (int)length - 2,
       connection->answer + 2);
}

// True at the end of the answer.
static bool receiveSome(size_t i) {
  Connection* connection = &connections[i];
  const ssize_t received = recv(polled[i].fd, connection->answer + connection->received,
                                LONGEST_ANSWER - connection->received, 0);
  if (received < 0 && errno != EAGAIN) fail("recv: %s", strerror(errno));
  if (received > 0) connection->received += (size_t)received;
  // An answer without room for the end is too long, and is reported as it is.
  return received == 0 || connection->received == LONGEST_ANSWER;
}

static void ask(long requests, size_t width) {
  long begun = 0;
  for (size_t i = 0; i < width; i++) {
    polled[i].fd = -1;
    if (begun < requests) begin(i), begun++;
  }
  for (long answered = 0; answered < requests;) {
    if (poll(polled, (nfds_t)width, -1) < 0) fail("poll: %s", strerror(errno));
    for (size_t i = 0; i < width; i++) {
      if (polled[i].fd < 0 || polled[i].revents == 0) continue;
      if (polled[i].events == POLLOUT) {
        sendSome(i);
      } else if (receiveSome(i)) {
        checkAnswer(&connections[i]);
        close(polled[i].fd);
        polled[i].fd = -1;
        answered++;
        if (begun < requests) begin(i), begun++;
      }
    }
  }
}

static struct processorTime used(pid_t pid) {
  struct processorTime time;
  if (!processorTimeOf(pid, &time)) fail("no accounting of process %d", (int)pid);
  return time;
}

static void printValues(const char* name, const double* values, int count) {
  printf("\"%s\": [", name);
  for (int i = 0; i < count; i++) printf("%s%.4f", i == 0 ? "" : ", ", values[i]);
  printf("]");
}

// How the server's time divides is told for the whole run: the kernel samples it too seldom for one
// batch.
static void printSplit(struct processorTime before, struct processorTime after, double requests) {
  const double user = after.user - before.user;
  const double both = user + after.system - before.system;
  if (both <= 0) return;
  const double perRequest = (after.total - before.total) / requests;
  const double userPart = perRequest * user / both;
  const double systemPart = perRequest - userPart;
  printf(", ");
  printValues("user", &userPart, 1);
  printf(", ");
  printValues("system", &systemPart, 1);
}

static void measure(pid_t pid, long requests, int batches, size_t width, long bytes) {
  double speed[batches], time[batches];
  // Of a search for each request, of a binary one for each byte.
  const double units = bytes < 0 ? (double)requests : (double)requests * (double)bytes;
  const struct processorTime first = used(pid);
  struct processorTime last = first;
  for (int batch = 0; batch < batches; batch++) {
    const double begun = now();
    ask(requests, width);
    const double elapsed = now() - begun;
    const struct processorTime after = used(pid);
    speed[batch] = bytes < 0 ? units / elapsed * 1e9 : elapsed / units;
    time[batch] = (after.total - last.total) / units;
    last = after;
  }
  printf("{");
  printValues(bytes < 0 ? "requestsPerSecond" : "nsPerByte", speed, batches);
  printf(", ");
  printValues(bytes < 0 ? "cpu" : "cpuPerByte", time, batches);
  if (bytes < 0) printSplit(first, last, units * batches);
  printf("}\n");
}

int main(int argc, char** argv) {
  long requests = 1000, before = 0, bytes = -1, width = 1;
  int port = 0, pid = 0, batches = 1;
  for (int option; (option = getopt(argc, argv, "p:P:n:r:w:c:m:")) != -1;) {
    if (option == 'p') port = atoi(optarg);
    if (option == 'P') pid = atoi(optarg);
    if (option == 'n') requests = atol(optarg);
    if (option == 'r') batches = atoi(optarg);
    if (option == 'w') before = atol(optarg);
    if (option == 'c') width = atol(optarg);
    if (option == 'm') bytes = atol(optarg);
    if (option == '?') return 2;
  }
  if (port < 1 || port > 65535 || pid < 1) fail("-p and -P are needed");
  if (requests < 1 || batches < 1) fail("-n and -r are at least 1");
  if (width < 1 || width > MOST_CONNECTIONS) fail("-c is from 1 to %d", MOST_CONNECTIONS);
  signal(SIGPIPE, SIG_IGN);
  server.sin_family = AF_INET;
  server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  server.sin_port = htons((uint16_t)port);
  if (bytes < 0) {
    prepareSearch();
  } else {
    prepareBinary((size_t)bytes);
  }
  waitForServer();
  ask(before, (size_t)width);
  measure(pid, requests, batches, (size_t)width, bytes);
}
