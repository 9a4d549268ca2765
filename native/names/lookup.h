#ifndef BSD_SOCKETS_NAMES_LOOKUP_H
#define BSD_SOCKETS_NAMES_LOOKUP_H

#include <napi.h>

#include <cstdint>
#include <functional>
#include <memory>

namespace bsd_sockets {

// Runs a lookup in a thread of its own. It can take many seconds inside the C library, which
// continues after every signal. The JavaScript thread waits for it in a read, which Ctrl-C and
// interrupt() can end.
//
//   JavaScript's thread ── starts ──▶ the lookup's thread
//        read(pipe) ◀── end of the stream ── closes the pipe's other end
//
// Returns 0 when the task has run; -errno if it could not run or was abandoned. An abandoned task
// runs on until it ends, so it must own everything it uses. The caller has called prepareToBlock().
int64_t runInThread(const Napi::CallbackInfo& info, std::function<void()> task);

// Whether a lookup may have to wait for a server.
enum class Waits { kNo, kYes };

// Runs a lookup's run(), in a thread of its own if it may wait.
template <typename Lookup>
int64_t runLookup(const Napi::CallbackInfo& info, Waits waits, std::shared_ptr<Lookup> lookup) {
  if (waits == Waits::kYes) return runInThread(info, [lookup] { lookup->run(); });
  lookup->run();
  return 0;
}

// The result of a failed lookup: {code, errno}. The errno is 0 unless the code is EAI_SYSTEM or
// NETDB_INTERNAL.
Napi::Value lookupFailure(Napi::Env env, int code, int64_t systemErrno);

}  // namespace bsd_sockets

#endif
