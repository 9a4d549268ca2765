// select(2) over lists of descriptors.

#include <sys/select.h>

#include <algorithm>
#include <string>

#include "../binding/arguments.h"
#include "../binding/instance.h"
#include "../syscall.h"
#include "../waiting/blocking.h"

namespace bsd_sockets {

namespace {

// With any other descriptor, FD_SET and FD_ISSET would access memory outside the set.
bool fitsInSet(int fd) { return fd >= 0 && fd < FD_SETSIZE; }

// One of the three lists: an Int32Array in which descriptors that are not ready become -1.
class List {
 public:
  List(Arguments* arguments, size_t index, const char* name) {
    const Bytes bytes = arguments->int32Array(index, name);
    fds_ = reinterpret_cast<int32_t*>(bytes.data);
    count_ = bytes.length / sizeof(int32_t);
    FD_ZERO(&asked_);
    for (size_t i = 0; i < count_; i++) {
      const int fd = fds_[i];
      if (fitsInSet(fd)) {
        FD_SET(fd, &asked_);
        highest_ = std::max(highest_, fd);
      } else {
        arguments->outOfRange(name, "descriptors from 0 to " + std::to_string(FD_SETSIZE - 1) +
                                        ": filedescriptor out of range in select()");
      }
    }
  }

  int highest() const { return highest_; }

  // A copy of the set for one call, which overwrites it.
  fd_set* ask() {
    answered_ = asked_;
    return &answered_;
  }

  void deliver() {
    for (size_t i = 0; i < count_; i++) {
      // If the memory is shared, another thread may have changed it meanwhile.
      const int fd = fds_[i];
      if (!fitsInSet(fd) || !FD_ISSET(fd, &answered_)) fds_[i] = -1;
    }
  }

 private:
  int32_t* fds_;
  size_t count_;
  int highest_ = -1;
  fd_set asked_;
  fd_set answered_;
};

Napi::Value selectDescriptors(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const double timeout = prepareToBlock(info, &arguments, 3);
  List readers(&arguments, 0, "readers");
  List writers(&arguments, 1, "writers");
  List exceptional(&arguments, 2, "exceptional");
  if (arguments.areWrong()) return arguments.raise();
  const int count = 1 + std::max({readers.highest(), writers.highest(), exceptional.highest()});
  const int64_t result = waitingCall(
      instanceOf(info).thread, info.Env(), JavaScriptThread::kNoDescriptor, timeout,
      [&](const Deadline& deadline) {
        timeval left;
        const bool ends = deadline.split(&left.tv_sec, &left.tv_usec, 1'000'000);
        return systemCall<::select>(count, readers.ask(), writers.ask(), exceptional.ask(),
                                    ends ? &left : static_cast<timeval*>(nullptr));
      });
  if (result >= 0) {
    for (List* list : {&readers, &writers, &exceptional}) list->deliver();
  }
  return resultOf(info, result);
}

}  // namespace

void defineSelect(const Definer& define) { define.function<selectDescriptors>("select"); }

}  // namespace bsd_sockets
