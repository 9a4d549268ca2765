#ifndef BSD_SOCKETS_SYSCALL_H
#define BSD_SOCKETS_SYSCALL_H

#include <cerrno>
#include <cstdint>

#include "trace/recorded.h"
#include "trace/tracer.h"

namespace bsd_sockets {

// A failure that the C library tells by -1 and errno, as -errno.
inline int64_t resultOrErrno(int64_t result) {
  return result == -1 ? -static_cast<int64_t>(errno) : result;
}

// Out of the way of calls that nobody records.
template <auto Function, typename... Arguments>
[[gnu::noinline, gnu::cold]] int64_t recordedCall(Arguments... arguments) {
  Tracer* tracer = Tracer::ofThisThread();
  if (tracer == nullptr || !tracer->isRecording()) return resultOrErrno(Function(arguments...));
  Record record = tracer->begin(Recorded<Function>::kName, {asNumber(arguments)...});
  Recorded<Function>::ask(record, arguments...);
  tracer->announce(&record);
  record.start();
  const int64_t result = resultOrErrno(Function(arguments...));
  record.end(result);
  Recorded<Function>::answer(record, result, arguments...);
  tracer->finish(std::move(record));
  return result;
}

// Makes one system call and keeps its errno: the result is what the call returned, or -errno.
// What a caller asks of the kernel is asked here, so this is the one place where it is recorded.
// Beside it stand the C library's look-ups (names/), clocks, and the machinery of interruptions
// (interrupt.cc, waker.cc).
template <auto Function, typename... Arguments>
inline int64_t systemCall(Arguments... arguments) {
  if (__builtin_expect(isAnyThreadRecording(), false)) return recordedCall<Function>(arguments...);
  return resultOrErrno(Function(arguments...));
}

}  // namespace bsd_sockets

#endif
