#ifndef BSD_SOCKETS_TRACE_RECORDED_LIFECYCLE_H
#define BSD_SOCKETS_TRACE_RECORDED_LIFECYCLE_H

// From socket to shutdown, getsockname and getpeername.

#include <sys/socket.h>

#include <cstdint>

#include "shapes.h"

namespace bsd_sockets {

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

}  // namespace bsd_sockets

#endif
