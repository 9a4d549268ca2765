// kqueue(2) and kevent(2), on the BSDs.

#include "../multiplex/kqueue.h"

#include "../binding/instance.h"

#ifdef BSD_SOCKETS_HAS_KQUEUE
#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "../binding/arguments.h"
#include "../descriptor.h"
#include "../syscall.h"
#include "../waiting/blocking.h"

namespace bsd_sockets {

namespace {

using Event = struct kevent;

// An event as six elements of a Float64Array, because the structure differs between systems.
struct Fields {
  double ident;
  double filter;
  double flags;
  double fflags;
  double data;
  double udata;
};

Napi::Value openKqueue(const Napi::CallbackInfo& info) {
  const int64_t fd = systemCall<::kqueue>();
  if (fd < 0) return resultOf(info, fd);
  Descriptor kqueue(static_cast<int>(fd));
  const int64_t result = systemCall<::fcntl>(kqueue.get(), F_SETFD, FD_CLOEXEC);
  if (result < 0) return resultOf(info, result);
  return resultOf(info, instanceOf(info).descriptors.own(kqueue.release()));
}

// Reads a field into a member of the structure, whose type depends on the system.
template <typename Member>
bool readField(double number, Member* member) {
  const auto largest = static_cast<double>(kLargestSafeInteger);
  const double lowest = static_cast<double>(std::numeric_limits<Member>::lowest());
  const double highest = static_cast<double>(std::numeric_limits<Member>::max());
  if (!(number >= std::max(lowest, -largest) && number <= std::min(highest, largest))) return false;
  if (number != std::floor(number)) return false;
  *member = static_cast<Member>(number);
  return true;
}

bool readEvent(const Fields& fields, Event* event) {
  uintptr_t udata = 0;
  const bool isGood =
      readField(fields.ident, &event->ident) && readField(fields.filter, &event->filter) &&
      readField(fields.flags, &event->flags) && readField(fields.fflags, &event->fflags) &&
      readField(fields.data, &event->data) && readField(fields.udata, &udata);
  event->udata = reinterpret_cast<void*>(udata);
  return isGood;
}

Fields fieldsOf(const Event& event) {
  return {static_cast<double>(event.ident),
          static_cast<double>(event.filter),
          static_cast<double>(event.flags),
          static_cast<double>(event.fflags),
          static_cast<double>(event.data),
          static_cast<double>(reinterpret_cast<uintptr_t>(event.udata))};
}

Bytes eventArray(Arguments* arguments, size_t index, const char* name) {
  if (arguments->isNullish(index)) return {};
  const Bytes bytes = arguments->float64Array(index, name);
  if (bytes.length % sizeof(Fields) != 0) {
    arguments->outOfRange(name, "a Float64Array of six elements for each event");
  }
  return bytes;
}

std::vector<Event> readEvents(Arguments* arguments, size_t index, const char* name) {
  const Bytes bytes = eventArray(arguments, index, name);
  const auto* fields = reinterpret_cast<const Fields*>(bytes.data);
  const size_t count = bytes.length / sizeof(Fields);
  if (count > kLargestBatch) {
    arguments->outOfRange(name, "at most " + std::to_string(kLargestBatch) + " events");
    return {};
  }
  std::vector<Event> events(count);
  for (size_t i = 0; i < events.size(); i++) {
    if (!readEvent(fields[i], &events[i])) {
      arguments->outOfRange(name,
                            "events whose fields fit: [ident, filter, flags, fflags, data, "
                            "udata]");
    }
  }
  return events;
}

Napi::Value controlKqueue(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const double timeout = prepareToBlock(info, &arguments, 3);
  const int kq = arguments.descriptor(0, "kq");
  const std::vector<Event> changes = readEvents(&arguments, 1, "changes");
  const Bytes room = eventArray(&arguments, 2, "events");
  if (arguments.areWrong()) return arguments.raise();
  const size_t capacity = std::min(room.length / sizeof(Fields), kLargestBatch);
  const std::unique_ptr<Event[]> events(new Event[capacity]);
  auto pending = static_cast<int>(changes.size());
  // Without room for events the call does not wait, whatever its timeout.
  const int64_t count =
      waitingCall(instanceOf(info).thread, info.Env(), kq, capacity == 0 ? 0 : timeout,
                  [&](const Deadline& deadline) {
                    timespec left;
                    const bool ends = deadline.split(&left.tv_sec, &left.tv_nsec, 1'000'000'000);
                    const int64_t result = systemCall<::kevent>(
                        kq, changes.data(), pending, events.get(), static_cast<int>(capacity),
                        ends ? &left : static_cast<timespec*>(nullptr));
                    // The changes are made before it waits, so a second attempt must not repeat
                    // them.
                    if (result == 0 || result == -EINTR) pending = 0;
                    return result;
                  });
  auto* fields = reinterpret_cast<Fields*>(room.data);
  const auto found = static_cast<size_t>(std::max<int64_t>(count, 0));
  for (size_t i = 0; i < found; i++) fields[i] = fieldsOf(events[i]);
  return resultOf(info, count);
}

}  // namespace

void defineKqueue(const Definer& define) {
  define.function<openKqueue>("kqueue");
  define.function<controlKqueue>("kevent");
}

}  // namespace bsd_sockets

#else

namespace bsd_sockets {

void defineKqueue(const Definer&) {}

}  // namespace bsd_sockets

#endif
