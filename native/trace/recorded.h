#ifndef BSD_SOCKETS_TRACE_RECORDED_H
#define BSD_SOCKETS_TRACE_RECORDED_H

// What is kept of each system call beside its numbers: what its arguments point to, before the call
// (ask) and after it (answer). A call that has no entry here does not compile. The names are those
// that the kernel knows the calls by.

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/epoll.h>
#include <sys/sendfile.h>
#endif

#include <algorithm>
#include <type_traits>
#include <vector>

#include "../kqueue.h"
#include "record.h"

namespace bsd_sockets {

// Pointers too, which strace prints when there is nothing behind them to show.
template <typename Argument>
int64_t asNumber(Argument argument) {
  if constexpr (std::is_null_pointer_v<Argument>) {
    return 0;
  } else if constexpr (std::is_pointer_v<Argument>) {
    return static_cast<int64_t>(reinterpret_cast<intptr_t>(argument));
  } else {
    return static_cast<int64_t>(argument);
  }
}

// A call whose numbers say everything.
struct OnlyNumbers {
  template <typename... Arguments>
  static void ask(Record&, Arguments...) {}
  template <typename... Arguments>
  static void answer(Record&, int64_t, Arguments...) {}
};

// (fd, address, length)
struct TakesAddress : OnlyNumbers {
  static void ask(Record& record, int, const sockaddr* address, socklen_t length) {
    record.asked(1, address, length);
  }
};

// (fd, address, length, …): the length is first what there is room for, then what the whole takes.
struct GivesAddress {
  template <typename... Rest>
  static void ask(Record& record, int, const sockaddr*, const socklen_t* length, Rest...) {
    record.askedValue(2, length);
  }
  template <typename... Rest>
  static void answer(Record& record, int64_t result, int, const sockaddr* address,
                     const socklen_t* length, Rest...) {
    record.answeredValue(2, length);
    if (result >= 0) record.answeredAddress(1, address, *length);
  }
};

// (fd, buffer, length, …)
struct TakesData : OnlyNumbers {
  template <typename... Rest>
  static void ask(Record& record, int, const void* data, size_t length, Rest...) {
    record.askedData(1, data, length);
  }
};

struct GivesData : OnlyNumbers {
  template <typename... Rest>
  static void answer(Record& record, int64_t result, int, const void* data, size_t length,
                     Rest...) {
    // With MSG_TRUNC a datagram may be longer than the buffer.
    if (result >= 0) record.answeredData(1, data, std::min(static_cast<size_t>(result), length));
  }
};

// The parts of a msghdr have slots behind those of the arguments, each buffer one of its own.
struct Messages {
  enum Slot : size_t { kName = 8, kControl, kCounts, kFirstBuffer };
  // As many as are shown: a message may have a thousand, and a call that asks for more is refused.
  static constexpr size_t kMostBuffers = 32;

  static size_t countBuffers(const msghdr& header) {
    return std::min(static_cast<size_t>(header.msg_iovlen), kMostBuffers);
  }
  static std::vector<int64_t> countsOf(const msghdr& header) {
    std::vector<int64_t> counts = {asNumber(header.msg_name), header.msg_namelen,
                                   static_cast<int64_t>(header.msg_controllen), header.msg_flags,
                                   static_cast<int64_t>(header.msg_iovlen)};
    for (size_t i = 0; i < countBuffers(header); i++) {
      counts.push_back(static_cast<int64_t>(header.msg_iov[i].iov_len));
    }
    return counts;
  }
  static void ask(Record& record, const msghdr& header) {
    const std::vector<int64_t> counts = countsOf(header);
    record.asked(kCounts, counts.data(), counts.size() * sizeof counts[0]);
  }
};

template <auto Function>
struct Recorded;

template <>
struct Recorded<::socket> : OnlyNumbers {
  static constexpr const char* kName = "socket";
};

template <>
struct Recorded<::socketpair> : OnlyNumbers {
  static constexpr const char* kName = "socketpair";
  static void answer(Record& record, int64_t result, int, int, int, const int* fds) {
    if (result == 0) record.answered(3, fds, 2 * sizeof *fds);
  }
};

template <>
struct Recorded<::bind> : TakesAddress {
  static constexpr const char* kName = "bind";
};

template <>
struct Recorded<::listen> : OnlyNumbers {
  static constexpr const char* kName = "listen";
};

#ifdef SOCK_CLOEXEC
template <>
struct Recorded<::accept4> : GivesAddress {
  static constexpr const char* kName = "accept4";
};
#else
template <>
struct Recorded<::accept> : GivesAddress {
  static constexpr const char* kName = "accept";
};
#endif

template <>
struct Recorded<::connect> : TakesAddress {
  static constexpr const char* kName = "connect";
};

template <>
struct Recorded<::shutdown> : OnlyNumbers {
  static constexpr const char* kName = "shutdown";
};

template <>
struct Recorded<::getsockname> : GivesAddress {
  static constexpr const char* kName = "getsockname";
};

template <>
struct Recorded<::getpeername> : GivesAddress {
  static constexpr const char* kName = "getpeername";
};

// In the kernel, recv is a recvfrom that wants no address, and send a sendto that has none.
template <>
struct Recorded<::recv> : GivesData {
  static constexpr const char* kName = "recvfrom";
};

template <>
struct Recorded<::send> : TakesData {
  static constexpr const char* kName = "sendto";
};

template <>
struct Recorded<::recvfrom> {
  static constexpr const char* kName = "recvfrom";
  static void ask(Record& record, int, const void*, size_t, int, const sockaddr*,
                  const socklen_t* length) {
    record.askedValue(5, length);
  }
  static void answer(Record& record, int64_t result, int fd, const void* data, size_t length,
                     int flags, const sockaddr* address, const socklen_t* addressLength) {
    GivesData::answer(record, result, fd, data, length, flags);
    record.answeredValue(5, addressLength);
    if (result >= 0) record.answeredAddress(4, address, *addressLength);
  }
};

template <>
struct Recorded<::sendto> : OnlyNumbers {
  static constexpr const char* kName = "sendto";
  static void ask(Record& record, int fd, const void* data, size_t length, int flags,
                  const sockaddr* address, socklen_t addressLength) {
    TakesData::ask(record, fd, data, length, flags);
    record.asked(4, address, addressLength);
  }
};

template <>
struct Recorded<::read> : GivesData {
  static constexpr const char* kName = "read";
};

template <>
struct Recorded<::write> : TakesData {
  static constexpr const char* kName = "write";
};

template <>
struct Recorded<::sendmsg> : OnlyNumbers {
  static constexpr const char* kName = "sendmsg";
  static void ask(Record& record, int, const msghdr* header, int) {
    Messages::ask(record, *header);
    record.asked(Messages::kName, header->msg_name, header->msg_namelen);
    record.asked(Messages::kControl, header->msg_control, header->msg_controllen);
    for (size_t i = 0; i < Messages::countBuffers(*header); i++) {
      const iovec& buffer = header->msg_iov[i];
      record.askedData(Messages::kFirstBuffer + i, buffer.iov_base, buffer.iov_len);
    }
  }
};

template <>
struct Recorded<::recvmsg> {
  static constexpr const char* kName = "recvmsg";
  static void ask(Record& record, int, const msghdr* header, int) {
    Messages::ask(record, *header);
  }
  static void answer(Record& record, int64_t result, int, const msghdr* header, int) {
    if (result < 0) return;
    const std::vector<int64_t> counts = Messages::countsOf(*header);
    record.answered(Messages::kCounts, counts.data(), counts.size() * sizeof counts[0]);
    record.answeredAddress(Messages::kName, static_cast<const sockaddr*>(header->msg_name),
                           header->msg_namelen);
    record.answered(Messages::kControl, header->msg_control, header->msg_controllen);
    auto left = static_cast<size_t>(result);
    for (size_t i = 0; i < Messages::countBuffers(*header); i++) {
      const iovec& buffer = header->msg_iov[i];
      const size_t length = std::min(left, buffer.iov_len);
      record.answeredData(Messages::kFirstBuffer + i, buffer.iov_base, length);
      left -= length;
    }
  }
};

template <>
struct Recorded<::setsockopt> : OnlyNumbers {
  static constexpr const char* kName = "setsockopt";
  static void ask(Record& record, int, int, int, const void* value, socklen_t length) {
    record.asked(3, value, length);
  }
};

template <>
struct Recorded<::getsockopt> {
  static constexpr const char* kName = "getsockopt";
  static void ask(Record& record, int, int, int, const void*, const socklen_t* length) {
    record.askedValue(4, length);
  }
  static void answer(Record& record, int64_t result, int, int, int, const void* value,
                     const socklen_t* length) {
    // Some options tell the length that they would have taken (NETLINK_LIST_MEMBERSHIPS), which may
    // be more than there was room for.
    const size_t room = record.askedNumber<socklen_t>(4);
    record.answeredValue(4, length);
    if (result == 0) record.answered(3, value, std::min(size_t{*length}, room));
  }
};

template <>
struct Recorded<::close> : OnlyNumbers {
  static constexpr const char* kName = "close";
};

template <>
struct Recorded<::fcntl> : OnlyNumbers {
  static constexpr const char* kName = "fcntl";
};

// The requests that are made here point to a number or to nothing.
template <>
struct Recorded<::ioctl> : OnlyNumbers {
  static constexpr const char* kName = "ioctl";
  static void ask(Record& record, int, unsigned long, const int* value) {
    record.askedValue(2, value);
  }
  static void ask(Record&, int, unsigned long, std::nullptr_t) {}
};

template <>
struct Recorded<::poll> {
  static constexpr const char* kName = "poll";
  static void ask(Record& record, const pollfd* entries, nfds_t count, int) {
    record.asked(0, entries, count * sizeof *entries);
  }
  static void answer(Record& record, int64_t, const pollfd* entries, nfds_t count, int) {
    record.answered(0, entries, count * sizeof *entries);
  }
};

template <>
struct Recorded<::select> {
  static constexpr const char* kName = "select";
  static void ask(Record& record, int count, const fd_set* readers, const fd_set* writers,
                  const fd_set* exceptional, const timeval* timeout) {
    keep<&Record::asked>(record, count, {readers, writers, exceptional});
    record.askedValue(4, timeout);
  }
  static void answer(Record& record, int64_t, int count, const fd_set* readers,
                     const fd_set* writers, const fd_set* exceptional, const timeval* timeout) {
    keep<&Record::answered>(record, count, {readers, writers, exceptional});
    record.answeredValue(4, timeout);
  }

 private:
  template <void (Record::*Keep)(size_t, const void*, size_t)>
  static void keep(Record& record, int count, std::initializer_list<const fd_set*> sets) {
    size_t slot = 1;
    for (const fd_set* set : sets) {
      (record.*Keep)(slot++, set, (static_cast<size_t>(count) + 7) / 8);
    }
  }
};

#ifdef __linux__
template <>
struct Recorded<::epoll_create1> : OnlyNumbers {
  static constexpr const char* kName = "epoll_create1";
};

template <>
struct Recorded<::epoll_ctl> : OnlyNumbers {
  static constexpr const char* kName = "epoll_ctl";
  static void ask(Record& record, int, int, int, const epoll_event* event) {
    record.askedValue(3, event);
  }
};

template <>
struct Recorded<::epoll_wait> : OnlyNumbers {
  static constexpr const char* kName = "epoll_wait";
  static void answer(Record& record, int64_t result, int, const epoll_event* events, int, int) {
    if (result >= 0) record.answered(1, events, static_cast<size_t>(result) * sizeof *events);
  }
};

template <>
struct Recorded<::sendfile> {
  static constexpr const char* kName = "sendfile";
  static void ask(Record& record, int, int, const off_t* offset, size_t) {
    record.askedValue(2, offset);
  }
  static void answer(Record& record, int64_t, int, int, const off_t* offset, size_t) {
    record.answeredValue(2, offset);
  }
};
#else
template <>
struct Recorded<::sendfile> {
  static constexpr const char* kName = "sendfile";
  static void ask(Record& record, int, int, off_t, const off_t* count, std::nullptr_t, int) {
    record.askedValue(3, count);
  }
  static void answer(Record& record, int64_t, int, int, off_t, const off_t* count, std::nullptr_t,
                     int) {
    record.answeredValue(3, count);
  }
};
#endif

#ifdef __APPLE__
template <>
struct Recorded<::pipe> {
  static constexpr const char* kName = "pipe";
  static void ask(Record&, const int*) {}
  static void answer(Record& record, int64_t result, const int* fds) {
    if (result == 0) record.answered(0, fds, 2 * sizeof *fds);
  }
};
#else
template <>
struct Recorded<::pipe2> {
  static constexpr const char* kName = "pipe2";
  static void ask(Record&, const int*, int) {}
  static void answer(Record& record, int64_t result, const int* fds, int) {
    if (result == 0) record.answered(0, fds, 2 * sizeof *fds);
  }
};
#endif

#ifdef BSD_SOCKETS_HAS_KQUEUE
template <>
struct Recorded<::kqueue> : OnlyNumbers {
  static constexpr const char* kName = "kqueue";
};

template <>
struct Recorded<::kevent> {
  static constexpr const char* kName = "kevent";
  using Event = struct kevent;
  static void ask(Record& record, int, const Event* changes, int count, const Event*, int,
                  const timespec* timeout) {
    record.asked(1, changes, static_cast<size_t>(count) * sizeof *changes);
    record.askedValue(5, timeout);
  }
  static void answer(Record& record, int64_t result, int, const Event*, int, const Event* events,
                     int, const timespec*) {
    if (result >= 0) record.answered(3, events, static_cast<size_t>(result) * sizeof *events);
  }
};
#endif

template <>
struct Recorded<::sethostname> : OnlyNumbers {
  static constexpr const char* kName = "sethostname";
  template <typename Length>
  static void ask(Record& record, const char* name, Length length) {
    record.askedData(0, name, static_cast<size_t>(length));
  }
};

}  // namespace bsd_sockets

#endif
