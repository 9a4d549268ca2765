#ifndef BSD_SOCKETS_DETACHED_THREAD_H
#define BSD_SOCKETS_DETACHED_THREAD_H

#include <pthread.h>
#include <signal.h>

#include <functional>
#include <memory>

namespace bsd_sockets {

// Runs a task in a thread of its own, which gets no signals; false when there can be no more
// threads. std::thread would end the process then, for the addon is built without exceptions.
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
