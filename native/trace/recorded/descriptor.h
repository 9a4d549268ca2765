#ifndef BSD_SOCKETS_TRACE_RECORDED_DESCRIPTOR_H
#define BSD_SOCKETS_TRACE_RECORDED_DESCRIPTOR_H

// Calls for descriptors of any kind, options, pipes and the name of the machine.

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "shapes.h"

namespace bsd_sockets {

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
    // Some options (NETLINK_LIST_MEMBERSHIPS) report their whole length, even if there was less
    // room.
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

// The requests used here have a pointer to an int, or none.
template <>
struct Recorded<::ioctl> : OnlyNumbers {
  static constexpr const char* kName = "ioctl";
  static void ask(Record& record, int, unsigned long, const int* value) {
    record.askedValue(2, value);
  }
  static void ask(Record&, int, unsigned long, std::nullptr_t) {}
};

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
