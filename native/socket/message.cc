// sendmsg and recvmsg: several buffers, an address and ancillary data in one call.

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <climits>
#include <vector>

#include "../address/address.h"
#include "../binding/arguments.h"
#include "../binding/instance.h"
#include "../syscall.h"
#include "../waiting/blocking.h"

namespace bsd_sockets {

namespace {

// The numbers that recvmsg writes for JavaScript.
struct MessageResult {
  int32_t controlLength;
  int32_t flags;
};

class Message {
 public:
  explicit Message(Arguments* arguments) : fd_(arguments->descriptor(0)) {
    for (napi_value element : arguments->elements(1, "buffers")) {
      const Bytes bytes = arguments->bytesOf(element, "buffers");
      buffers_.push_back({bytes.data, bytes.length});
    }
    if (!arguments->isNullish(2)) control_ = arguments->bytes(2, "control");
    if (control_.length > INT_MAX) arguments->outOfRange("control", "shorter");
    flags_ = arguments->integer(3, "flags");
  }

  int fd() const { return fd_; }
  int flags() const { return flags_; }
  // Made again for each attempt, because the kernel writes to it.
  msghdr header(SocketAddress* address) {
    msghdr header = {};
    header.msg_name = address->length == 0 ? nullptr : address->get();
    header.msg_namelen = address->length;
    header.msg_iov = buffers_.data();
    header.msg_iovlen = static_cast<decltype(header.msg_iovlen)>(buffers_.size());
    header.msg_control = control_.length == 0 ? nullptr : control_.data;
    header.msg_controllen = static_cast<decltype(header.msg_controllen)>(control_.length);
    return header;
  }

 private:
  int fd_;
  int flags_ = 0;
  std::vector<iovec> buffers_;
  Bytes control_;
};

Napi::Value sendMessage(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const double timeout = prepareToBlock(info, &arguments, 5);
  Message message(&arguments);
  SocketAddress to = optionalSocketAddress(&arguments, 4);
  if (arguments.areWrong()) return arguments.raise();
  const msghdr header = message.header(&to);
  const auto attempt = [&] {
    return systemCall<::sendmsg>(message.fd(), &header, message.flags());
  };
  return resultOf(info, blockingCall(instanceOf(info).thread, info.Env(), message.fd(), POLLOUT,
                                     timeout, attempt));
}

#ifdef MSG_CMSG_CLOEXEC
constexpr int kCloseOnExec = MSG_CMSG_CLOEXEC;
void closeOnExec(msghdr*) {}
#else
constexpr int kCloseOnExec = 0;
// Sets the flag for each received descriptor.
void closeOnExec(msghdr* header) {
  for (cmsghdr* item = CMSG_FIRSTHDR(header); item != nullptr; item = CMSG_NXTHDR(header, item)) {
    if (item->cmsg_level != SOL_SOCKET || item->cmsg_type != SCM_RIGHTS) continue;
    const auto* fds = reinterpret_cast<const int*>(CMSG_DATA(item));
    const size_t count = (item->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (size_t i = 0; i < count; i++) systemCall<::fcntl>(fds[i], F_SETFD, FD_CLOEXEC);
  }
}
#endif

Napi::Value receiveMessage(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const double timeout = prepareToBlock(info, &arguments, 7);
  Message message(&arguments);
  AddressResult from(&arguments, 4);
  const Bytes result = arguments.int32Array(6, "message");
  if (result.length < sizeof(MessageResult)) {
    arguments.outOfRange("message", "an Int32Array with room for two elements");
  }
  if (arguments.areWrong()) return arguments.raise();
  msghdr header = {};
  const auto attempt = [&] {
    from.address.length = sizeof from.address.storage;
    header = message.header(&from.address);
    return systemCall<::recvmsg>(message.fd(), &header, message.flags());
  };
  const int64_t received = blockingCall(instanceOf(info).thread, info.Env(), message.fd(), POLLIN,
                                        timeout, attempt, blockedBy(message.flags()));
  if (received < 0) return resultOf(info, received);
  closeOnExec(&header);
  from.address.length = header.msg_namelen;
  from.deliver();
  *reinterpret_cast<MessageResult*>(result.data) = {static_cast<int32_t>(header.msg_controllen),
                                                    header.msg_flags & ~kCloseOnExec};
  return resultOf(info, received);
}

}  // namespace

void defineMessage(const Definer& define) {
  define.function<sendMessage>("sendmsg");
  define.function<receiveMessage>("recvmsg");
}

}  // namespace bsd_sockets
