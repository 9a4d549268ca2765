// getaddrinfo. A look-up can take many seconds inside the C library, which carries on after every
// signal. So it runs in a thread of its own and this one waits for it in a read, which Ctrl-C and
// interrupt() can end.

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>
#include <string>

#include "../address/address.h"
#include "../arguments.h"
#include "../blocking.h"
#include "../detached-thread.h"
#include "../instance.h"
#include "../syscall.h"

namespace bsd_sockets {

namespace {

struct Lookup {
  bool hasHost = false;
  bool hasService = false;
  std::string host;
  std::string service;
  addrinfo hints = {};

  int code = 0;
  int systemErrno = 0;
  addrinfo* list = nullptr;

  Lookup() = default;
  Lookup(const Lookup&) = delete;
  Lookup& operator=(const Lookup&) = delete;
  ~Lookup() {
    if (list != nullptr) freeaddrinfo(list);
  }

  void run() {
    code = ::getaddrinfo(hasHost ? host.c_str() : nullptr, hasService ? service.c_str() : nullptr,
                         &hints, &list);
    systemErrno = errno;
    if (code != 0) list = nullptr;
  }
};

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() { systemCall(::close, fd_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

int64_t openPipe(int fds[2]) {
#ifndef __APPLE__
  return systemCall(::pipe2, fds, O_CLOEXEC);
#else
  const int64_t result = systemCall(::pipe, fds);
  if (result < 0) return result;
  systemCall(::fcntl, fds[0], F_SETFD, FD_CLOEXEC);
  systemCall(::fcntl, fds[1], F_SETFD, FD_CLOEXEC);
  return result;
#endif
}

// 0 when the look-up has run; -errno when it could not, or was given up. A look-up that was given
// up ends in its own time, and its thread frees it.
int64_t runInThread(JavaScriptThread& thread, Napi::Env env, std::shared_ptr<Lookup> lookup) {
  int fds[2];
  const int64_t opened = openPipe(fds);
  if (opened < 0) return opened;
  const Descriptor readEnd(fds[0]);
  auto writeEnd = std::make_shared<Descriptor>(fds[1]);
  const bool isStarted = runDetached([lookup, end = std::move(writeEnd)]() mutable {
    lookup->run();
    end.reset();  // the reader sees the end of the stream
  });
  if (!isStarted) return -EAGAIN;
  char nothing;
  return blockingCall(thread, env, readEnd.get(), POLLIN, -1,
                      [&] { return systemCall(::read, readEnd.get(), &nothing, size_t{1}); });
}

Napi::Value failure(Napi::Env env, int code, int64_t systemErrno) {
  Napi::Object result = Napi::Object::New(env);
  result.Set("code", code);
  result.Set("errno", Napi::Number::New(env, static_cast<double>(systemErrno)));
  return result;
}

Napi::Value entryOf(Napi::Env env, const addrinfo& found) {
  Napi::Array entry = Napi::Array::New(env, 5);
  entry.Set(0u, found.ai_family);
  entry.Set(1u, found.ai_socktype);
  entry.Set(2u, found.ai_protocol);
  entry.Set(3u, found.ai_canonname == nullptr ? "" : found.ai_canonname);
  entry.Set(4u, bytesOf(env, found.ai_addr, found.ai_addrlen));
  return entry;
}

bool isNumeric(const std::string& host) {
  unsigned char address[16];
  return inet_pton(AF_INET, host.c_str(), address) == 1 ||
         inet_pton(AF_INET6, host.c_str(), address) == 1;
}

Napi::Value getAddressInfo(const Napi::CallbackInfo& info) {
  instanceOf(info).thread.prepareToBlock(info.Env());
  Arguments arguments(info);
  auto lookup = std::make_shared<Lookup>();
  lookup->hasHost = !arguments.isNullish(0);
  lookup->hasService = !arguments.isNullish(1);
  if (lookup->hasHost) lookup->host = arguments.string(0, "host");
  if (lookup->hasService) lookup->service = arguments.string(1, "service");
  lookup->hints.ai_family = arguments.integer(2, "family");
  lookup->hints.ai_socktype = arguments.integer(3, "type");
  lookup->hints.ai_protocol = arguments.integer(4, "protocol");
  lookup->hints.ai_flags = arguments.integer(5, "flags");
  if (arguments.areWrong()) return arguments.raise();

  const Napi::Env env = info.Env();
  if (!lookup->hasHost || isNumeric(lookup->host)) {
    lookup->run();
  } else {
    const int64_t result = runInThread(instanceOf(info).thread, env, lookup);
    if (result < 0) return failure(env, EAI_SYSTEM, -result);
  }
  if (lookup->code != 0) {
    return failure(env, lookup->code, lookup->code == EAI_SYSTEM ? lookup->systemErrno : 0);
  }
  Napi::Array entries = Napi::Array::New(env);
  for (const addrinfo* found = lookup->list; found != nullptr; found = found->ai_next) {
    entries.Set(entries.Length(), entryOf(env, *found));
  }
  return entries;
}

Napi::Value lookupErrorText(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const int code = arguments.integer(0, "code");
  if (arguments.areWrong()) return arguments.raise();
  return Napi::String::New(info.Env(), gai_strerror(code));
}

}  // namespace

void defineResolve(const Definer& define) {
  define.function<getAddressInfo>("getaddrinfo");
  define.function<lookupErrorText>("gai_strerror");
}

}  // namespace bsd_sockets
