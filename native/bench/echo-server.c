// An echo server for many connections in one thread: level-triggered epoll, non-blocking sockets,
// one recv for each event and one send of what came. What the kernel does not take is kept, and
// sent before more is received. Prints its port.
#define _GNU_SOURCE  // accept4
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { kReceiveSize = 65536, kBacklog = 4096, kMostReady = 8192 };

struct connection {
  int fd;
  char* left;  // What is still to be sent; NULL when there is nothing
  size_t leftLength, leftSent;
};

static int epoll;
static struct connection listener;

static void fail(const char* what) {
  perror(what);
  exit(1);
}

static int watch(int operation, struct connection* connection, uint32_t events) {
  struct epoll_event event = {.events = events, .data.ptr = connection};
  return epoll_ctl(epoll, operation, connection->fd, &event);
}

// A closed descriptor leaves the epoll by itself, but the other servers say so, and so do we.
static void closeConnection(struct connection* connection) {
  watch(EPOLL_CTL_DEL, connection, 0);
  close(connection->fd);
  free(connection->left);
  free(connection);
}

static bool acceptConnection(void) {
  const int fd = accept4(listener.fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd == -1) return errno == EAGAIN || errno == ECONNABORTED || errno == EINTR;
  const int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  struct connection* connection = calloc(1, sizeof *connection);
  if (connection == NULL) return false;
  connection->fd = fd;
  return watch(EPOLL_CTL_ADD, connection, EPOLLIN) == 0;
}

static bool isTemporary(void) { return errno == EAGAIN || errno == EINTR; }

static bool keep(struct connection* connection, const char* bytes, size_t length) {
  connection->left = malloc(length);
  if (connection->left == NULL) return false;
  memcpy(connection->left, bytes, length);
  connection->leftLength = length;
  connection->leftSent = 0;
  return watch(EPOLL_CTL_MOD, connection, EPOLLOUT) == 0;
}

// False when the connection is over, here and below.
static bool echo(struct connection* connection) {
  static char buffer[kReceiveSize];
  const ssize_t length = recv(connection->fd, buffer, sizeof buffer, 0);
  if (length <= 0) return length < 0 && isTemporary();
  ssize_t sent = send(connection->fd, buffer, (size_t)length, 0);
  if (sent == length) return true;
  if (sent < 0) {
    if (!isTemporary()) return false;
    sent = 0;
  }
  return keep(connection, buffer + sent, (size_t)(length - sent));
}

static bool sendLeft(struct connection* connection) {
  const ssize_t sent = send(connection->fd, connection->left + connection->leftSent,
                            connection->leftLength - connection->leftSent, 0);
  if (sent < 0) return isTemporary();
  connection->leftSent += (size_t)sent;
  if (connection->leftSent < connection->leftLength) return true;
  free(connection->left);
  connection->left = NULL;
  return watch(EPOLL_CTL_MOD, connection, EPOLLIN) == 0;
}

static void serve(void) {
  static struct epoll_event events[kMostReady];
  for (;;) {
    const int count = epoll_wait(epoll, events, kMostReady, -1);
    if (count < 0 && errno != EINTR) fail("epoll_wait");
    for (int i = 0; i < count; i++) {
      struct connection* connection = events[i].data.ptr;
      if (connection == &listener) {
        if (!acceptConnection()) fail("accept");
      } else if (!(connection->left == NULL ? echo(connection) : sendLeft(connection))) {
        closeConnection(connection);
      }
    }
  }
}

static int listenOnLoopback(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  listener.fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (listener.fd == -1 || bind(listener.fd, (struct sockaddr*)&address, length) != 0 ||
      listen(listener.fd, kBacklog) != 0 ||
      getsockname(listener.fd, (struct sockaddr*)&address, &length) != 0) {
    fail("listening");
  }
  return ntohs(address.sin_port);
}

static void raiseDescriptorLimit(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) fail("getrlimit");
  limit.rlim_cur = limit.rlim_max;
  if (setrlimit(RLIMIT_NOFILE, &limit) != 0) fail("setrlimit");
}

int main(void) {
  signal(SIGPIPE, SIG_IGN);
  raiseDescriptorLimit();
  epoll = epoll_create1(EPOLL_CLOEXEC);
  if (epoll == -1) fail("epoll_create1");
  const int port = listenOnLoopback();
  if (watch(EPOLL_CTL_ADD, &listener, EPOLLIN) != 0) fail("epoll_ctl");
  printf("%d\n", port);
  fflush(stdout);
  serve();
}
