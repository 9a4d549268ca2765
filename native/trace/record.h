#ifndef BSD_SOCKETS_TRACE_RECORD_H
#define BSD_SOCKETS_TRACE_RECORD_H

#include <sys/socket.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

namespace bsd_sockets {

// A copy of the bytes that an argument points to, from before or after the call.
struct Piece {
  size_t slot;
  bool isAnswer;
  std::vector<uint8_t> bytes;
};

// The TCP state of a socket, from TCP_INFO.
struct SocketState {
  int fd;
  uint8_t state;
};

// One system call. JavaScript decodes the numbers and bytes.
class Record {
 public:
  Record(const char* name, std::vector<int64_t> numbers, size_t dataLimit)
      : name_(name), numbers_(std::move(numbers)), dataLimit_(dataLimit) {}

  // Copies a structure, up to a limit that only mistakes exceed. `slot` is the index of its
  // argument, or one of those in recorded/message.h for the parts of an argument.
  void asked(size_t slot, const void* bytes, size_t length) {
    copy(slot, false, bytes, length, kStructureLimit);
  }
  void answered(size_t slot, const void* bytes, size_t length) {
    copy(slot, true, bytes, length, kStructureLimit);
  }
  // Copies an address. The kernel reports its true length even if there was less room.
  void answeredAddress(size_t slot, const sockaddr* address, size_t length) {
    copy(slot, true, address, length, sizeof(sockaddr_storage));
  }
  // Copies the beginning of what is sent or received.
  void askedData(size_t slot, const void* bytes, size_t length) {
    copy(slot, false, bytes, length, dataLimit_);
  }
  void answeredData(size_t slot, const void* bytes, size_t length) {
    copy(slot, true, bytes, length, dataLimit_);
  }
  template <typename Value>
  void askedValue(size_t slot, const Value* value) {
    asked(slot, value, sizeof *value);
  }
  template <typename Value>
  void answeredValue(size_t slot, const Value* value) {
    answered(slot, value, sizeof *value);
  }

  // Returns what askedValue() copied, for an answer that needs what the kernel has overwritten.
  template <typename Value>
  Value askedNumber(size_t slot) const {
    Value value = {};
    for (const Piece& piece : pieces_) {
      if (piece.slot != slot || piece.isAnswer) continue;
      std::memcpy(&value, piece.bytes.data(), std::min(sizeof value, piece.bytes.size()));
    }
    return value;
  }

  void start();
  void end(int64_t result);

  const char* name() const { return name_; }
  const std::vector<int64_t>& numbers() const { return numbers_; }
  const std::vector<Piece>& pieces() const { return pieces_; }
  int64_t startNanoseconds() const { return start_; }
  int64_t duration() const { return duration_; }
  bool isFinished() const { return isFinished_; }
  int64_t result() const { return result_; }

  // Set by the tracer.
  uint64_t number = 0;
  std::vector<SocketState> states;

 private:
  static constexpr size_t kStructureLimit = 4096;

  void copy(size_t slot, bool isAnswer, const void* bytes, size_t length, size_t limit);

  const char* name_;
  std::vector<int64_t> numbers_;
  size_t dataLimit_;
  std::vector<Piece> pieces_;
  int64_t start_ = 0;
  int64_t duration_ = 0;
  int64_t result_ = 0;
  bool isFinished_ = false;
};

}  // namespace bsd_sockets

#endif
