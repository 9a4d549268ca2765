#ifndef BSD_SOCKETS_TEST_KQUEUE_QUEUE_H
#define BSD_SOCKETS_TEST_KQUEUE_QUEUE_H

#include <sys/event.h>

#include <map>
#include <utility>

namespace kqueue_double {

// A filter of a descriptor, timer or user number, as added.
struct Knote {
  uint16_t flags = 0;
  uint32_t fflags = 0;
  int64_t data = 0;
  void* udata = nullptr;
  bool isEnabled = false;
  // A file, which epoll rejects; it is always ready.
  bool isFile = false;
  // The timerfd or eventfd that implements a timer or a user event.
  int source = -1;
};

// One kqueue. Its descriptor is an epoll that watches another epoll for each kind of filter, so
// that the filters of a descriptor are independent, as in a real kqueue:
//
//   kq ──┬── readers ── descriptors
//        ├── writers ── descriptors
//        └── sources ── timerfds, eventfds
class Queue {
 public:
  Queue();
  ~Queue();
  Queue(const Queue&) = delete;
  Queue& operator=(const Queue&) = delete;

  bool isComplete() const { return kq_ >= 0 && sources_ >= 0; }
  int fileno() const { return kq_; }
  // Returns 0 or an errno.
  int apply(const struct kevent& change);
  // Collects the events that are ready now.
  int collect(struct kevent* events, int capacity);
  // Removes the filters of a closed descriptor.
  void forget(int fd);

 private:
  using Key = std::pair<int16_t, uintptr_t>;
  using Entry = std::map<Key, Knote>::value_type;

  int epollOf(const Key& key) const;
  int add(const Key& key, const struct kevent& change);
  int remove(const Key& key);
  int enable(Entry& entry);
  void disable(Entry& entry);
  int armSource(Entry& entry);
  int collectFrom(int epoll, int16_t filter, struct kevent* events, int capacity);
  int collectFiles(struct kevent* events, int capacity);
  bool report(Entry& entry, uint32_t epollEvents, struct kevent* event);

  int readers_;
  int writers_;
  int sources_;
  int kq_;
  std::map<Key, Knote> knotes_;
};

}  // namespace kqueue_double

#endif
