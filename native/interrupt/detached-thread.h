#ifndef BSD_SOCKETS_INTERRUPT_DETACHED_THREAD_H
#define BSD_SOCKETS_INTERRUPT_DETACHED_THREAD_H

#include <pthread.h>
#include <signal.h>

#include <functional>
#include <memory>
#include <utility>

namespace bsd_sockets {

// Runs a task in a new thread that gets no signals; false if no thread can be started. std::thread
// would end the process then, because the addon is built without exceptions.
inline bool runDetached(std::function<void()> task) {
  auto owned = std::make_unique<std::function<void()>>(std::move(task));
  const auto body = [](void* argument) -> void* {
    const std::unique_ptr<std::function<void()>> owner(
        static_cast<std::function<void()>*>(argument));
    (*owner)();
    return nullptr;
  };
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_t thread;
  const bool isStarted = pthread_create(&thread, nullptr, body, owned.get()) == 0;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (!isStarted) return false;
  static_cast<void>(owned.release());
  pthread_detach(thread);
  return true;
}

}  // namespace bsd_sockets

#endif
