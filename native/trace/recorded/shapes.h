#ifndef BSD_SOCKETS_TRACE_RECORDED_SHAPES_H
#define BSD_SOCKETS_TRACE_RECORDED_SHAPES_H

// How the arguments of calls with the same parameters are recorded.

#include <sys/socket.h>

#include <algorithm>
#include <cstdint>
#include <type_traits>

#include "../record.h"

namespace bsd_sockets {

// Pointers too: strace prints them if there is nothing to show behind them.
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

// A call without pointers.
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

// (fd, address, length, …): the length is the room before the call, and the true length after it.
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
    // With MSG_TRUNC the result may be larger than the buffer.
    if (result >= 0) record.answeredData(1, data, std::min(static_cast<size_t>(result), length));
  }
};

// What is recorded of one system call.
template <auto Function>
struct Recorded;

}  // namespace bsd_sockets

#endif
