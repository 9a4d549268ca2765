#ifndef BSD_SOCKETS_TRACE_RECORDED_MESSAGE_H
#define BSD_SOCKETS_TRACE_RECORDED_MESSAGE_H

// sendmsg and recvmsg.

#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "shapes.h"

namespace bsd_sockets {

// The parts of a msghdr have slots behind those of the arguments, one for each buffer.
struct Messages {
  enum Slot : size_t { kName = 8, kControl, kCounts, kFirstBuffer };
  // No more are shown. A message may have a thousand.
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

}  // namespace bsd_sockets

#endif
