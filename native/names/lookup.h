#ifndef BSD_SOCKETS_NAMES_LOOKUP_H
#define BSD_SOCKETS_NAMES_LOOKUP_H

#include <napi.h>

#include <functional>
#include <memory>

namespace bsd_sockets {

// A look-up can take many seconds inside the C library, which carries on after every signal. So it
// runs in a thread of its own, and this one waits for it in a read, which Ctrl-C and interrupt()
// can end.
//
//   JavaScript's thread ── starts ──▶ the look-up's thread
//        read(pipe) ◀── end of the stream ── closes the pipe's other end
//
// 0 when the task has run; -errno when it could not, or was given up. A task that was given up ends
// in its own time, so it owns all that it touches. prepareToBlock() comes first.
int64_t runInThread(const Napi::CallbackInfo& info, std::function<void()> task);

// Whether a look-up may have to ask somebody else.
enum class Waits { kNo, kYes };

// Runs a look-up's run(): in a thread if it may wait.
template <typename Lookup>
int64_t runLookup(const Napi::CallbackInfo& info, Waits waits, std::shared_ptr<Lookup> lookup) {
  if (waits == Waits::kYes) return runInThread(info, [lookup] { lookup->run(); });
  lookup->run();
  return 0;
}

// What a look-up that failed gives: {code, errno}. The errno is 0 where the code says all.
Napi::Value lookupFailure(Napi::Env env, int code, int64_t systemErrno);

}  // namespace bsd_sockets

#endif
