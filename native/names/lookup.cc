#include "lookup.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <memory>
#include <utility>

#include "../binding/instance.h"
#include "../descriptor.h"
#include "../interrupt/detached-thread.h"
#include "../syscall.h"
#include "../waiting/blocking.h"

namespace bsd_sockets {

namespace {

// The lookup's end of the pipe. Whichever thread is done first closes it: an abandoned lookup may
// take long, and should not hold a descriptor.
class WriteEnd {
 public:
  explicit WriteEnd(int fd) : descriptor_(fd) {}
  void close() {
    if (!isClosed_.exchange(true)) descriptor_.close();
  }

 private:
  Descriptor descriptor_;
  std::atomic<bool> isClosed_{false};
};

int64_t openPipe(int fds[2]) {
#ifndef __APPLE__
  return systemCall<::pipe2>(fds, O_CLOEXEC);
#else
  const int64_t result = systemCall<::pipe>(fds);
  if (result < 0) return result;
  systemCall<::fcntl>(fds[0], F_SETFD, FD_CLOEXEC);
  systemCall<::fcntl>(fds[1], F_SETFD, FD_CLOEXEC);
  return result;
#endif
}

}  // namespace

int64_t runInThread(const Napi::CallbackInfo& info, std::function<void()> task) {
  int fds[2];
  JavaScriptThread& thread = instanceOf(info).thread;
  const int64_t opened = untilAnswered(thread, info.Env(), [&] { return openPipe(fds); });
  if (opened < 0) return opened;
  const Descriptor readEnd(fds[0]);
  const auto writeEnd = std::make_shared<WriteEnd>(fds[1]);
  const bool isStarted = runDetached([task = std::move(task), writeEnd] {
    task();
    writeEnd->close();  // the reader gets the end of the stream
  });
  if (!isStarted) return -EAGAIN;
  char nothing;
  const int64_t result = blockingCall(thread, info.Env(), readEnd.get(), POLLIN, -1, [&] {
    return systemCall<::read>(readEnd.get(), &nothing, size_t{1});
  });
  // This also makes what the task wrote visible here: its thread has written the same atomic last.
  writeEnd->close();
  return result;
}

Napi::Value lookupFailure(Napi::Env env, int code, int64_t systemErrno) {
  Napi::Object result = Napi::Object::New(env);
  result.Set("code", code);
  result.Set("errno", Napi::Number::New(env, static_cast<double>(systemErrno)));
  return result;
}

}  // namespace bsd_sockets
