#ifndef BSD_SOCKETS_WAITING_DEADLINE_H
#define BSD_SOCKETS_WAITING_DEADLINE_H

#include <algorithm>
#include <chrono>
#include <climits>
#include <cmath>
#include <cstdint>
#include <ctime>

namespace bsd_sockets {

// A time on the monotonic clock, given as seconds from now. A deadline of a negative or very large
// number of seconds never passes.
class Deadline {
  using Clock = std::chrono::steady_clock;

 public:
  explicit Deadline(double seconds) : never_(seconds < 0 || seconds > kLongest) {
    if (never_ || seconds == 0) return;
    const auto nanoseconds =
        std::chrono::nanoseconds(static_cast<int64_t>(std::ceil(seconds * 1e9)));
    moment_ = Clock::now() + nanoseconds;
  }

  bool passed() const { return !never_ && remaining().count() == 0; }

  // For poll and epoll_wait: rounded up, so that a wait never ends early; -1 waits forever. A wait
  // that does not fit an int does end early: check passed() and wait again.
  int milliseconds() const {
    if (never_) return -1;
    const auto rounded = std::chrono::ceil<std::chrono::milliseconds>(remaining()).count();
    return static_cast<int>(std::min<int64_t>(rounded, INT_MAX));
  }

  // For select and kevent; false means to wait forever.
  template <typename Time, typename Fraction>
  bool split(Time* seconds, Fraction* fraction, int64_t perSecond) const {
    if (never_) return false;
    const int64_t unit = 1'000'000'000 / perSecond;
    const int64_t ticks = (remaining().count() + unit - 1) / unit;
    *seconds = static_cast<Time>(ticks / perSecond);
    *fraction = static_cast<Fraction>(ticks % perSecond);
    return true;
  }

 private:
  static constexpr double kLongest = 1e8;  // about three years, the most that BSD's select takes

  std::chrono::nanoseconds remaining() const {
    if (moment_ == Clock::time_point()) return std::chrono::nanoseconds(0);
    const std::chrono::nanoseconds left = moment_ - Clock::now();
    return std::max(left, std::chrono::nanoseconds(0));
  }

  bool never_;
  Clock::time_point moment_{};
};

}  // namespace bsd_sockets

#endif
