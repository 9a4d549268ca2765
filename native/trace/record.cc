#include "record.h"

#include <algorithm>
#include <chrono>

namespace bsd_sockets {

namespace {

// CLOCK_MONOTONIC on Linux and macOS, so the calls of two processes can be put in order.
int64_t nanoseconds() {
  const auto time = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::nanoseconds>(time).count();
}

}  // namespace

void Record::start() { start_ = nanoseconds(); }

void Record::end(int64_t result) {
  duration_ = nanoseconds() - start_;
  result_ = result;
  isFinished_ = true;
}

void Record::copy(size_t slot, bool isAnswer, const void* bytes, size_t length, size_t limit) {
  if (bytes == nullptr) return;
  const auto* from = static_cast<const uint8_t*>(bytes);
  pieces_.push_back({slot, isAnswer, {from, from + std::min(length, limit)}});
}

}  // namespace bsd_sockets
