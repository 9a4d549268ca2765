#ifndef BSD_SOCKETS_TRACE_RECORDED_MULTIPLEX_H
#define BSD_SOCKETS_TRACE_RECORDED_MULTIPLEX_H

// select, poll, epoll and kqueue.

#include <poll.h>
#include <sys/select.h>
#include <sys/time.h>
#ifdef __linux__
#include <sys/epoll.h>
#endif

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <vector>

#include "../../multiplex/kqueue.h"
#include "shapes.h"

namespace bsd_sockets {

template <>
struct Recorded<::poll> {
  static constexpr const char* kName = "poll";
  static void ask(Record& record, const pollfd* entries, nfds_t count, int) {
    record.asked(0, entries, count * sizeof *entries);
  }
  static void answer(Record& record, int64_t, const pollfd* entries, nfds_t count, int) {
    // Copies only the ready ones, which may be behind more entries than a record holds.
    std::vector<pollfd> ready;
    std::copy_if(entries, entries + count, std::back_inserter(ready),
                 [](const pollfd& entry) { return entry.revents != 0; });
    record.answered(0, ready.data(), ready.size() * sizeof ready[0]);
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

}  // namespace bsd_sockets

#endif
