#ifndef BSD_SOCKETS_SYSCALL_H
#define BSD_SOCKETS_SYSCALL_H

#include <cerrno>
#include <cstdint>

namespace bsd_sockets {

// Makes one system call and keeps its errno: the result is what the call returned, or -errno.
// What a caller asks of the kernel is asked here, so this is the one place to watch it from. Beside
// it stand the C library's look-ups (names/), clocks, and the machinery of interruptions
// (interrupt.cc, waker.cc).
template <typename Function, typename... Arguments>
inline int64_t systemCall(Function function, Arguments... arguments) {
  const int64_t result = function(arguments...);
  return result == -1 ? -static_cast<int64_t>(errno) : result;
}

}  // namespace bsd_sockets

#endif
