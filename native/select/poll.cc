// poll(2) over an Int32Array with its structures.

#include <poll.h>

#include <cstddef>

#include "../binding/arguments.h"
#include "../binding/instance.h"
#include "../syscall.h"
#include "../waiting/blocking.h"

namespace bsd_sockets {

namespace {

static_assert(sizeof(pollfd) == 8 && offsetof(pollfd, events) == 4 &&
                  offsetof(pollfd, revents) == 6,
              "src/select/poll.ts writes the structures in this layout");

Napi::Value pollDescriptors(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const double timeout = prepareToBlock(info, &arguments, 1);
  const Bytes bytes = arguments.int32Array(0, "fds");
  if (bytes.length % sizeof(pollfd) != 0) {
    arguments.outOfRange("fds", "an Int32Array of two elements for each descriptor");
  }
  if (arguments.areWrong()) return arguments.raise();
  auto* entries = reinterpret_cast<pollfd*>(bytes.data);
  const auto count = static_cast<nfds_t>(bytes.length / sizeof(pollfd));
  return resultOf(info,
                  waitingCall(instanceOf(info).thread, info.Env(), JavaScriptThread::kNoDescriptor,
                              timeout, [&](const Deadline& deadline) {
                                return systemCall<::poll>(entries, count, deadline.milliseconds());
                              }));
}

}  // namespace

void definePoll(const Definer& define) { define.function<pollDescriptors>("poll"); }

}  // namespace bsd_sockets
