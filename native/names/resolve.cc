// getaddrinfo.

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>

#include <cerrno>
#include <memory>
#include <string>

#include "../address/address.h"
#include "../binding/arguments.h"
#include "../binding/instance.h"
#include "lookup.h"

namespace bsd_sockets {

namespace {

struct AddressLookup {
  bool hasHost = false;
  bool hasService = false;
  std::string host;
  std::string service;
  addrinfo hints = {};

  int code = 0;
  int systemErrno = 0;
  addrinfo* list = nullptr;

  AddressLookup() = default;
  AddressLookup(const AddressLookup&) = delete;
  AddressLookup& operator=(const AddressLookup&) = delete;
  ~AddressLookup() {
    if (list != nullptr) freeaddrinfo(list);
  }

  void run() {
    code = ::getaddrinfo(hasHost ? host.c_str() : nullptr, hasService ? service.c_str() : nullptr,
                         &hints, &list);
    systemErrno = code == EAI_SYSTEM ? errno : 0;
    if (code != 0) list = nullptr;
  }

  Waits waits() const {
    const bool isLocal = !hasHost || (hints.ai_flags & AI_NUMERICHOST) != 0 || isNumeric();
    return isLocal ? Waits::kNo : Waits::kYes;
  }

 private:
  bool isNumeric() const {
    unsigned char address[16];
    return inet_pton(AF_INET, host.c_str(), address) == 1 ||
           inet_pton(AF_INET6, host.c_str(), address) == 1;
  }
};

Napi::Value entryOf(Napi::Env env, const addrinfo& found) {
  Napi::Array entry = Napi::Array::New(env, 5);
  entry.Set(0u, found.ai_family);
  entry.Set(1u, found.ai_socktype);
  entry.Set(2u, found.ai_protocol);
  entry.Set(3u, found.ai_canonname == nullptr ? "" : found.ai_canonname);
  entry.Set(4u, bytesOf(env, found.ai_addr, found.ai_addrlen));
  return entry;
}

Napi::Value getAddressInfo(const Napi::CallbackInfo& info) {
  instanceOf(info).thread.prepareToBlock(info.Env());
  Arguments arguments(info);
  auto lookup = std::make_shared<AddressLookup>();
  lookup->hasHost = !arguments.isNullish(0);
  lookup->hasService = !arguments.isNullish(1);
  if (lookup->hasHost) lookup->host = arguments.text(0, "host");
  if (lookup->hasService) lookup->service = arguments.text(1, "service");
  lookup->hints.ai_family = arguments.integer(2, "family");
  lookup->hints.ai_socktype = arguments.integer(3, "type");
  lookup->hints.ai_protocol = arguments.integer(4, "proto");
  lookup->hints.ai_flags = arguments.integer(5, "flags");
  if (arguments.areWrong()) return arguments.raise();

  const int64_t result = runLookup(info, lookup->waits(), lookup);
  if (result < 0) return lookupFailure(info.Env(), EAI_SYSTEM, -result);
  if (lookup->code != 0) return lookupFailure(info.Env(), lookup->code, lookup->systemErrno);
  Napi::Array entries = Napi::Array::New(info.Env());
  for (const addrinfo* found = lookup->list; found != nullptr; found = found->ai_next) {
    entries.Set(entries.Length(), entryOf(info.Env(), *found));
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
