// getnameinfo.

#include <netdb.h>
#include <sys/socket.h>

#include <cerrno>
#include <memory>

#include "../address/address.h"
#include "../binding/arguments.h"
#include "../binding/instance.h"
#include "lookup.h"

namespace bsd_sockets {

namespace {

struct NameLookup {
  SocketAddress address;
  int flags = 0;

  int code = 0;
  int systemErrno = 0;
  char host[NI_MAXHOST] = "";
  char service[NI_MAXSERV] = "";

  void run() {
    code = ::getnameinfo(address.get(), address.length, host, sizeof host, service, sizeof service,
                         flags);
    systemErrno = code == EAI_SYSTEM ? errno : 0;
  }

  Waits waits() const { return (flags & NI_NUMERICHOST) != 0 ? Waits::kNo : Waits::kYes; }
};

Napi::Value getNameInfo(const Napi::CallbackInfo& info) {
  instanceOf(info).thread.prepareToBlock(info.Env());
  Arguments arguments(info);
  auto lookup = std::make_shared<NameLookup>();
  lookup->address = socketAddress(&arguments, 0);
  lookup->flags = arguments.integer(1, "flags");
  if (arguments.areWrong()) return arguments.raise();

  const Napi::Env env = info.Env();
  const int64_t result = runLookup(info, lookup->waits(), lookup);
  if (result < 0) return lookupFailure(env, EAI_SYSTEM, -result);
  if (lookup->code != 0) return lookupFailure(env, lookup->code, lookup->systemErrno);
  Napi::Array names = Napi::Array::New(env, 2);
  names.Set(0u, Napi::String::New(env, lookup->host));
  names.Set(1u, Napi::String::New(env, lookup->service));
  return names;
}

}  // namespace

void defineNameInfo(const Definer& define) { define.function<getNameInfo>("getnameinfo"); }

}  // namespace bsd_sockets
