#ifndef BSD_SOCKETS_SYSCALL_H
#define BSD_SOCKETS_SYSCALL_H

#include <cerrno>
#include <cstdint>
#include <utility>

#include "trace/recorded.h"
#include "trace/tracer.h"

namespace bsd_sockets {

// Converts the C library's -1 and errno to -errno.
inline int64_t resultOrErrno(int64_t result) {
  return result == -1 ? -static_cast<int64_t>(errno) : result;
}

// Kept out of line, so that calls that are not recorded pay nothing for it.
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

// Makes one system call and returns its result, or -errno. Every call that a program asks for is
// made here, so this is the one place where calls are recorded. What does not go through it: the C
// library's lookups (names/), clocks, and the machinery of interruptions (interrupt/).
template <auto Function, typename... Arguments>
inline int64_t systemCall(Arguments... arguments) {
  if (__builtin_expect(isAnyThreadRecording(), false)) return recordedCall<Function>(arguments...);
  return resultOrErrno(Function(arguments...));
}

}  // namespace bsd_sockets

#endif
