// A library to preload that makes the nth occurrence of a system call fail as a test wants: with an
// errno, with fewer bytes than requested, or with a delay. It replaces the functions of the C
// library that make the calls; test/faults/shim.ts is the other side.
//
// Only calls from one library count. FAULTS_CALLER=bsd_sockets.node selects the addon, so Node's
// own descriptors and threads are not affected.
//
// FAULTS_CONTROL is a file of one page that both sides share:
//
//   0    the fault: "<call> <action> <value> <first> <last> <step>"; last 0 means forever
//   256  how many times the fault's call was made
//   260  how many times the fault happened
//   264  how many times a descriptor was closed that was not open
//   512  how many times each call was made, in the order of `kNames`

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

// The kernel's names, as in native/trace/recorded/. SHIM_CALLS in shim.ts has the same order.
#define CALLS(_)   \
  _(socket)        \
  _(socketpair)    \
  _(bind)          \
  _(listen)        \
  _(accept4)       \
  _(connect)       \
  _(shutdown)      \
  _(getsockname)   \
  _(getpeername)   \
  _(setsockopt)    \
  _(getsockopt)    \
  _(close)         \
  _(fcntl)         \
  _(ioctl)         \
  _(pipe2)         \
  _(sethostname)   \
  _(recvfrom)      \
  _(sendto)        \
  _(recvmsg)       \
  _(sendmsg)       \
  _(read)          \
  _(write)         \
  _(sendfile)      \
  _(poll)          \
  _(select)        \
  _(epoll_create1) \
  _(epoll_ctl)     \
  _(epoll_wait)

#define AS_NUMBER(name) CALL_##name,
#define AS_TEXT(name) #name,
enum Call { CALLS(AS_NUMBER) CALL_COUNT };
static const char* const kNames[] = {CALLS(AS_TEXT)};

struct Control {
  char fault[256];
  _Atomic unsigned matched;
  _Atomic unsigned happened;
  _Atomic unsigned vainCloses;
  char unused[244];
  _Atomic unsigned counts[CALL_COUNT];
};

static struct Control* control;
static const char* wantedCaller = "";

__attribute__((constructor)) static void openControl(void) {
  const char* path = getenv("FAULTS_CONTROL");
  if (getenv("FAULTS_CALLER") != NULL) wantedCaller = getenv("FAULTS_CALLER");
  if (path == NULL) return;
  const int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC);
  if (fd < 0) return;
  void* page = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  syscall(SYS_close, fd);
  if (page != MAP_FAILED) control = page;
}

struct Decision {
  enum { kPass, kErrno, kShort } action;
  long value;
};

static bool isWantedCaller(const void* caller) {
  Dl_info info;
  if (*wantedCaller == '\0') return true;
  return dladdr(caller, &info) != 0 && strstr(info.dli_fname, wantedCaller) != NULL;
}

static void delay(long milliseconds) {
  const struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};
  nanosleep(&time, NULL);
}

// A fault of "waiting" applies to every call that may wait.
static bool isAbout(enum Call call, const char* name) {
  const bool waits = call == CALL_accept4 || call == CALL_connect || call == CALL_poll ||
                     call == CALL_select || call == CALL_epoll_wait ||
                     (call >= CALL_recvfrom && call <= CALL_sendfile);
  return strcmp(name, kNames[call]) == 0 || (waits && strcmp(name, "waiting") == 0);
}

static struct Decision decide(enum Call call, const void* caller) {
  const struct Decision pass = {kPass, 0};
  if (control == NULL || !isWantedCaller(caller)) return pass;
  atomic_fetch_add(&control->counts[call], 1);
  char name[32], action[16];
  long value;
  unsigned first, last, step;
  if (sscanf(control->fault, "%31s %15s %ld %u %u %u", name, action, &value, &first, &last,
             &step) != 6) {
    return pass;
  }
  if (!isAbout(call, name)) return pass;
  const unsigned number = atomic_fetch_add(&control->matched, 1) + 1;
  if (number < first || (last != 0 && number > last) || (number - first) % step != 0) return pass;
  atomic_fetch_add(&control->happened, 1);
  if (strcmp(action, "delay") == 0) {
    delay(value);
    return pass;
  }
  return (struct Decision){strcmp(action, "errno") == 0 ? kErrno : kShort, value};
}

static long refuse(long number) {
  errno = (int)number;
  return -1;
}

// Only streams may transfer fewer bytes: a truncated datagram would be a different datagram.
static size_t shorter(struct Decision decision, int fd, size_t length) {
  if (decision.action != kShort || length <= (size_t)decision.value) return length;
  int type = SOCK_STREAM;
  socklen_t size = sizeof type;
  syscall(SYS_getsockopt, fd, SOL_SOCKET, SO_TYPE, &type, &size);
  return type == SOCK_STREAM ? (size_t)decision.value : length;
}

// The function of the same name in the next library.
#define REAL(name)               \
  static __typeof__(&name) real; \
  if (real == NULL) real = dlsym(RTLD_NEXT, #name)

#define DECIDE(call) decide(CALL_##call, __builtin_return_address(0))

// A call that is not made if it fails.
#define SIMPLE(result, name, call, parameters, arguments)         \
  result name parameters {                                        \
    REAL(name);                                                   \
    const struct Decision decision = DECIDE(call);                \
    if (decision.action == kErrno) return refuse(decision.value); \
    return real arguments;                                        \
  }

// A call whose length may be reduced.
#define TRANSFER(name, call, parameters, arguments)               \
  ssize_t name parameters {                                       \
    REAL(name);                                                   \
    const struct Decision decision = DECIDE(call);                \
    if (decision.action == kErrno) return refuse(decision.value); \
    length = shorter(decision, fd, length);                       \
    return real arguments;                                        \
  }

typedef struct sockaddr Address;

SIMPLE(int, socket, socket, (int family, int type, int protocol), (family, type, protocol))
SIMPLE(int, socketpair, socketpair, (int family, int type, int protocol, int fds[2]),
       (family, type, protocol, fds))
SIMPLE(int, bind, bind, (int fd, const Address* address, socklen_t length), (fd, address, length))
SIMPLE(int, listen, listen, (int fd, int backlog), (fd, backlog))
SIMPLE(int, accept4, accept4, (int fd, Address* address, socklen_t* length, int flags),
       (fd, address, length, flags))
SIMPLE(int, accept, accept4, (int fd, Address* address, socklen_t* length), (fd, address, length))
SIMPLE(int, shutdown, shutdown, (int fd, int how), (fd, how))
SIMPLE(int, getsockname, getsockname, (int fd, Address* address, socklen_t* length),
       (fd, address, length))
SIMPLE(int, getpeername, getpeername, (int fd, Address* address, socklen_t* length),
       (fd, address, length))
SIMPLE(int, setsockopt, setsockopt,
       (int fd, int level, int option, const void* value, socklen_t length),
       (fd, level, option, value, length))
SIMPLE(int, getsockopt, getsockopt, (int fd, int level, int option, void* value, socklen_t* length),
       (fd, level, option, value, length))
SIMPLE(int, pipe2, pipe2, (int fds[2], int flags), (fds, flags))
SIMPLE(int, sethostname, sethostname, (const char* name, size_t length), (name, length))
SIMPLE(int, poll, poll, (struct pollfd * entries, nfds_t count, int timeout),
       (entries, count, timeout))
SIMPLE(int, select, select,
       (int count, fd_set* readers, fd_set* writers, fd_set* others, struct timeval* timeout),
       (count, readers, writers, others, timeout))
SIMPLE(int, epoll_create1, epoll_create1, (int flags), (flags))
SIMPLE(int, epoll_ctl, epoll_ctl, (int epoll, int operation, int fd, struct epoll_event* event),
       (epoll, operation, fd, event))

TRANSFER(recv, recvfrom, (int fd, void* data, size_t length, int flags), (fd, data, length, flags))
TRANSFER(recvfrom, recvfrom,
         (int fd, void* data, size_t length, int flags, Address* from, socklen_t* fromLength),
         (fd, data, length, flags, from, fromLength))
TRANSFER(send, sendto, (int fd, const void* data, size_t length, int flags),
         (fd, data, length, flags))
TRANSFER(sendto, sendto,
         (int fd, const void* data, size_t length, int flags, const Address* to,
          socklen_t toLength),
         (fd, data, length, flags, to, toLength))
TRANSFER(read, read, (int fd, void* data, size_t length), (fd, data, length))
TRANSFER(write, write, (int fd, const void* data, size_t length), (fd, data, length))

ssize_t sendfile64(int fd, int file, off64_t* offset, size_t length);
TRANSFER(sendfile64, sendfile, (int fd, int file, off64_t* offset, size_t length),
         (fd, file, offset, length))
ssize_t sendfile(int fd, int file, off_t* offset, size_t length);
TRANSFER(sendfile, sendfile, (int fd, int file, off_t* offset, size_t length),
         (fd, file, offset, length))

// CPython calls these if it was compiled with _FORTIFY_SOURCE.
ssize_t __recv_chk(int fd, void* data, size_t length, size_t room, int flags);
TRANSFER(__recv_chk, recvfrom, (int fd, void* data, size_t length, size_t room, int flags),
         (fd, data, length, room, flags))
ssize_t __recvfrom_chk(int fd, void* data, size_t length, size_t room, int flags, Address* from,
                       socklen_t* fromLength);
TRANSFER(__recvfrom_chk, recvfrom,
         (int fd, void* data, size_t length, size_t room, int flags, Address* from,
          socklen_t* fromLength),
         (fd, data, length, room, flags, from, fromLength))
int __poll_chk(struct pollfd* entries, nfds_t count, int timeout, size_t room);
SIMPLE(int, __poll_chk, poll, (struct pollfd * entries, nfds_t count, int timeout, size_t room),
       (entries, count, timeout, room))

// Returning fewer events is always allowed: more may be ready than the caller has room for.
int epoll_wait(int epoll, struct epoll_event* events, int room, int timeout) {
  REAL(epoll_wait);
  const struct Decision decision = DECIDE(epoll_wait);
  if (decision.action == kErrno) return (int)refuse(decision.value);
  if (decision.action == kShort && room > decision.value) room = (int)decision.value;
  return real(epoll, events, room, timeout);
}

// The kernel continues to connect after EINTR, and of course after EINPROGRESS.
int connect(int fd, const Address* address, socklen_t length) {
  REAL(connect);
  const struct Decision decision = DECIDE(connect);
  if (decision.action != kErrno) return real(fd, address, length);
  if (decision.value == EINTR || decision.value == EINPROGRESS) real(fd, address, length);
  return (int)refuse(decision.value);
}

// Linux frees the descriptor even if close(2) then reports an error.
int close(int fd) {
  REAL(close);
  const struct Decision decision = DECIDE(close);
  const int result = real(fd);
  if (result == -1 && errno == EBADF && control != NULL &&
      isWantedCaller(__builtin_return_address(0))) {
    atomic_fetch_add(&control->vainCloses, 1);
  }
  return decision.action == kErrno ? (int)refuse(decision.value) : result;
}

#define WITH_ARGUMENT(name, call, Request)                             \
  int name(int fd, Request request, ...) {                             \
    REAL(name);                                                        \
    va_list rest;                                                      \
    va_start(rest, request);                                           \
    void* argument = va_arg(rest, void*);                              \
    va_end(rest);                                                      \
    const struct Decision decision = DECIDE(call);                     \
    if (decision.action == kErrno) return (int)refuse(decision.value); \
    return real(fd, request, argument);                                \
  }

int fcntl64(int fd, int request, ...);
int ioctl(int fd, unsigned long request, ...);
WITH_ARGUMENT(fcntl, fcntl, int)
WITH_ARGUMENT(fcntl64, fcntl, int)
WITH_ARGUMENT(ioctl, ioctl, unsigned long)

// Copies the first buffers of a message, up to a number of bytes; the caller's list is unchanged.
enum { kMostParts = 64 };
static struct msghdr cut(const struct msghdr* message, struct Decision decision, int fd,
                         struct iovec parts[kMostParts]) {
  struct msghdr header = *message;
  size_t left = shorter(decision, fd, SIZE_MAX);
  if (left == SIZE_MAX || header.msg_iovlen > kMostParts) return header;
  size_t count = 0;
  for (; count < header.msg_iovlen && left > 0; count++) {
    parts[count] = header.msg_iov[count];
    if (parts[count].iov_len > left) parts[count].iov_len = left;
    left -= parts[count].iov_len;
  }
  header.msg_iov = parts;
  header.msg_iovlen = count;
  return header;
}

ssize_t sendmsg(int fd, const struct msghdr* message, int flags) {
  REAL(sendmsg);
  const struct Decision decision = DECIDE(sendmsg);
  if (decision.action == kErrno) return refuse(decision.value);
  struct iovec parts[kMostParts];
  const struct msghdr header = cut(message, decision, fd, parts);
  return real(fd, &header, flags);
}

ssize_t recvmsg(int fd, struct msghdr* message, int flags) {
  REAL(recvmsg);
  const struct Decision decision = DECIDE(recvmsg);
  if (decision.action == kErrno) return refuse(decision.value);
  struct iovec parts[kMostParts];
  struct msghdr header = cut(message, decision, fd, parts);
  const ssize_t result = real(fd, &header, flags);
  header.msg_iov = message->msg_iov;
  header.msg_iovlen = message->msg_iovlen;
  *message = header;
  return result;
}
