// A test double of kqueue(2) and kevent(2) on top of epoll.
//
// It follows the manual for the filters READ, WRITE, TIMER and USER: the filters of a descriptor
// are independent; changes are made before the wait; a failed change is an event with EV_ERROR if
// there is room, and otherwise ends the call; EV_RECEIPT confirms every change; EV_EOF; ENOENT for
// an unknown filter.
//
// Not supported: NOTE_LOWAT and the socket's error in fflags; waking up when a file grows; noticing
// that Node itself closed a descriptor that has a duplicate. It notices the addon's own close(),
// because the test build links it to __wrap_close.

#include <sys/epoll.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "queue.h"

extern "C" int __real_close(int fd);
extern "C" int __wrap_close(int fd);

namespace {

using kqueue_double::Queue;
using Clock = std::chrono::steady_clock;

std::recursive_mutex mutex;

// Never destroyed, because threads may use it until the process ends.
std::unordered_map<int, std::shared_ptr<Queue>>& queues() {
  static auto* all = new std::unordered_map<int, std::shared_ptr<Queue>>;
  return *all;
}

std::shared_ptr<Queue> find(int kq) {
  const auto found = queues().find(kq);
  return found == queues().end() ? nullptr : found->second;
}

struct Answer {
  int count = 0;
  int error = 0;
};

Answer applyAll(Queue* queue, const struct kevent* changes, int changeCount, struct kevent* events,
                int eventCount) {
  Answer answer;
  for (int i = 0; i < changeCount; i++) {
    const struct kevent change = changes[i];
    const int error = queue->apply(change);
    if (error == 0 && (change.flags & EV_RECEIPT) == 0) continue;
    if (answer.count < eventCount) {
      struct kevent& receipt = events[answer.count++];
      receipt = change;
      receipt.flags = EV_ERROR;
      receipt.data = error;
    } else if (error != 0) {
      answer.error = error;
      return answer;
    }
  }
  return answer;
}

// Milliseconds, rounded up; -1 waits forever.
int leftUntil(const timespec* timeout, Clock::time_point end) {
  if (timeout == nullptr) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
  return left < 0 ? 0 : static_cast<int>(left < 1'000'000 ? left : 1'000'000);
}

int waitFor(Queue* queue, struct kevent* events, int eventCount, const timespec* timeout) {
  auto end = Clock::now();
  if (timeout != nullptr) {
    end += std::chrono::seconds(timeout->tv_sec) + std::chrono::nanoseconds(timeout->tv_nsec);
  }
  for (;;) {
    {
      const std::lock_guard<std::recursive_mutex> guard(mutex);
      const int count = queue->collect(events, eventCount);
      if (count != 0) return count;
    }
    const int left = leftUntil(timeout, end);
    if (left == 0) return 0;
    epoll_event ignored;
    if (epoll_wait(queue->fileno(), &ignored, 1, left) == -1) return -1;
  }
}

int fail(int error) {
  errno = error;
  return -1;
}

}  // namespace

int kqueue() {
  auto queue = std::make_shared<Queue>();
  if (!queue->isComplete()) return fail(EMFILE);
  const std::lock_guard<std::recursive_mutex> guard(mutex);
  const int kq = queue->fileno();
  queues()[kq] = std::move(queue);
  return kq;
}

int kevent(int kq, const struct kevent* changes, int changeCount, struct kevent* events,
           int eventCount, const timespec* timeout) {
  std::shared_ptr<Queue> queue;
  {
    const std::lock_guard<std::recursive_mutex> guard(mutex);
    queue = find(kq);
    if (queue == nullptr) return fail(EBADF);
    if (changeCount < 0 || eventCount < 0) return fail(EINVAL);
    const Answer answer = applyAll(queue.get(), changes, changeCount, events, eventCount);
    if (answer.error != 0) return fail(answer.error);
    if (answer.count > 0 || eventCount == 0) return answer.count;
  }
  return waitFor(queue.get(), events, eventCount, timeout);
}

int __wrap_close(int fd) {
  const std::lock_guard<std::recursive_mutex> guard(mutex);
  // The last reference destroys the queue and closes its inner descriptors.
  const std::shared_ptr<Queue> queue = find(fd);
  queues().erase(fd);
  for (const auto& [kq, other] : queues()) other->forget(fd);
  return __real_close(fd);
}
