// gethostbyname and gethostbyaddr.

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "../address/address.h"
#include "../binding/arguments.h"
#include "../binding/instance.h"
#include "growing-room.h"
#include "lookup.h"

namespace bsd_sockets {

namespace {

// NETDB_INTERNAL, which some headers lack: the lookup failed, and errno says why.
constexpr int kInternalError = -1;

// A copy of a hostent, or the code of the failure.
struct HostEntry {
  int code = kInternalError;
  std::string name;
  std::vector<std::string> aliases;
  int family = AF_UNSPEC;
  std::vector<std::string> addresses;

  void take(const hostent* found, int error) {
    code = found == nullptr ? error : 0;
    if (found == nullptr) return;
    name = found->h_name;
    family = found->h_addrtype;
    const auto length = static_cast<size_t>(found->h_length);
    for (char** alias = found->h_aliases; *alias != nullptr; alias++) aliases.emplace_back(*alias);
    for (char** address = found->h_addr_list; *address != nullptr; address++) {
      addresses.emplace_back(*address, length);
    }
  }
};

#ifdef __linux__

void askByName(const std::string& name, HostEntry* entry) {
  withGrowingRoom([&](char* room, size_t size) {
    hostent host;
    hostent* found = nullptr;
    int error = kInternalError;
    const int result = ::gethostbyname_r(name.c_str(), &host, room, size, &found, &error);
    entry->take(found, error);
    return result;
  });
}

void askByAddress(const std::string& address, int family, HostEntry* entry) {
  withGrowingRoom([&](char* room, size_t size) {
    hostent host;
    hostent* found = nullptr;
    int error = kInternalError;
    const int result = ::gethostbyaddr_r(address.data(), static_cast<socklen_t>(address.size()),
                                         family, &host, room, size, &found, &error);
    entry->take(found, error);
    return result;
  });
}

#else

// For one thread at a time, because the answer is in the C library's own memory. Never destroyed,
// because an abandoned lookup may outlive everything else.
std::mutex& answersMutex() {
  static std::mutex& mutex = *new std::mutex;
  return mutex;
}

void askByName(const std::string& name, HostEntry* entry) {
  std::lock_guard<std::mutex> lock(answersMutex());
  const hostent* found = ::gethostbyname(name.c_str());
  entry->take(found, h_errno);
}

void askByAddress(const std::string& address, int family, HostEntry* entry) {
  std::lock_guard<std::mutex> lock(answersMutex());
  const auto length = static_cast<socklen_t>(address.size());
  const hostent* found = ::gethostbyaddr(address.data(), length, family);
  entry->take(found, h_errno);
}

#endif

struct HostByName {
  std::string name;
  HostEntry entry;
  void run() { askByName(name, &entry); }
};

struct HostByAddress {
  std::string address;
  int family = AF_UNSPEC;
  HostEntry entry;
  void run() { askByAddress(address, family, &entry); }
};

Napi::Array stringsOf(Napi::Env env, const std::vector<std::string>& strings) {
  Napi::Array array = Napi::Array::New(env);
  for (const std::string& string : strings) array.Set(array.Length(), string);
  return array;
}

Napi::Array addressesOf(Napi::Env env, const std::vector<std::string>& addresses) {
  Napi::Array array = Napi::Array::New(env);
  for (const std::string& address : addresses) {
    array.Set(array.Length(), bytesOf(env, address.data(), address.size()));
  }
  return array;
}

template <typename Lookup>
Napi::Value answerOf(const Napi::CallbackInfo& info, std::shared_ptr<Lookup> lookup) {
  const Napi::Env env = info.Env();
  const int64_t result = runLookup(info, Waits::kYes, lookup);
  if (result < 0) return lookupFailure(env, kInternalError, -result);
  const HostEntry& entry = lookup->entry;
  if (entry.code != 0) return lookupFailure(env, entry.code, 0);
  Napi::Array answer = Napi::Array::New(env, 4);
  answer.Set(0u, Napi::String::New(env, entry.name));
  answer.Set(1u, stringsOf(env, entry.aliases));
  answer.Set(2u, entry.family);
  answer.Set(3u, addressesOf(env, entry.addresses));
  return answer;
}

Napi::Value getHostByName(const Napi::CallbackInfo& info) {
  instanceOf(info).thread.prepareToBlock(info.Env());
  Arguments arguments(info);
  auto lookup = std::make_shared<HostByName>();
  lookup->name = arguments.text(0, "name");
  if (arguments.areWrong()) return arguments.raise();
  return answerOf(info, lookup);
}

Napi::Value getHostByAddress(const Napi::CallbackInfo& info) {
  instanceOf(info).thread.prepareToBlock(info.Env());
  Arguments arguments(info);
  const Bytes bytes = arguments.bytes(0, "address");
  const int family = arguments.integer(1, "family");
  const bool isKnown = family == AF_INET || family == AF_INET6;
  if (!isKnown) arguments.outOfRange("family", "AF_INET or AF_INET6");
  const size_t length = family == AF_INET6 ? sizeof(in6_addr) : sizeof(in_addr);
  if (isKnown && bytes.length != length) {
    arguments.outOfRange("address", std::to_string(length) + " bytes");
  }
  if (arguments.areWrong()) return arguments.raise();
  auto lookup = std::make_shared<HostByAddress>();
  lookup->address.assign(reinterpret_cast<const char*>(bytes.data), bytes.length);
  lookup->family = family;
  return answerOf(info, lookup);
}

Napi::Value hostErrorText(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const int code = arguments.integer(0, "code");
  if (arguments.areWrong()) return arguments.raise();
  return Napi::String::New(info.Env(), hstrerror(code));
}

Napi::Object hostErrors(Napi::Env env) {
  Napi::Object codes = Napi::Object::New(env);
  codes.Set("HOST_NOT_FOUND", HOST_NOT_FOUND);
  codes.Set("TRY_AGAIN", TRY_AGAIN);
  codes.Set("NO_RECOVERY", NO_RECOVERY);
  codes.Set("NO_DATA", NO_DATA);
  codes.Set("NETDB_INTERNAL", kInternalError);
  return codes;
}

}  // namespace

void defineHost(const Definer& define) {
  define.function<getHostByName>("gethostbyname");
  define.function<getHostByAddress>("gethostbyaddr");
  define.function<hostErrorText>("hstrerror");
  define.value("hostErrors", hostErrors(define.env()));
}

}  // namespace bsd_sockets
