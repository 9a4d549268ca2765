#ifndef BSD_SOCKETS_TRACE_RECORDED_TRANSFER_H
#define BSD_SOCKETS_TRACE_RECORDED_TRANSFER_H

// Receiving, sending and sendfile.

#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/sendfile.h>
#endif

#include <cstdint>

#include "shapes.h"

namespace bsd_sockets {

// In the kernel, recv is recvfrom without an address, and send is sendto without one.
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

#ifdef __linux__
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

}  // namespace bsd_sockets

#endif
