// The names of ports and protocols, from /etc/services and /etc/protocols.

#include <arpa/inet.h>
#include <netdb.h>

#include <mutex>
#include <string>

#include "../binding/arguments.h"
#include "../binding/instance.h"
#include "growing-room.h"

namespace bsd_sockets {

namespace {

// An optional argument; null when it is left out.
struct OptionalName {
  OptionalName(Arguments* arguments, size_t index, const char* name)
      : isThere(!arguments->isNullish(index)) {
    if (isThere) text = arguments->string(index, name);
  }
  const char* get() const { return isThere ? text.c_str() : nullptr; }

  bool isThere;
  std::string text;
};

// For one thread at a time: without the _r functions, the answer is in the C library's own memory.
[[maybe_unused]] std::mutex& answersMutex() {
  static std::mutex& mutex = *new std::mutex;
  return mutex;
}

// Each of these passes what it finds to `take`; the memory is valid until `take` returns.
#ifdef __linux__

template <typename Take>
void findServiceByName(const char* name, const char* protocol, Take take) {
  withGrowingRoom([&](char* room, size_t size) {
    servent entry;
    servent* found = nullptr;
    const int result = ::getservbyname_r(name, protocol, &entry, room, size, &found);
    if (found != nullptr) take(*found);
    return result;
  });
}

template <typename Take>
void findServiceByPort(int port, const char* protocol, Take take) {
  withGrowingRoom([&](char* room, size_t size) {
    servent entry;
    servent* found = nullptr;
    const int result = ::getservbyport_r(port, protocol, &entry, room, size, &found);
    if (found != nullptr) take(*found);
    return result;
  });
}

#else

template <typename Take>
void findServiceByName(const char* name, const char* protocol, Take take) {
  std::lock_guard<std::mutex> lock(answersMutex());
  const servent* found = ::getservbyname(name, protocol);
  if (found != nullptr) take(*found);
}

template <typename Take>
void findServiceByPort(int port, const char* protocol, Take take) {
  std::lock_guard<std::mutex> lock(answersMutex());
  const servent* found = ::getservbyport(port, protocol);
  if (found != nullptr) take(*found);
}

#endif

#ifdef __GLIBC__

template <typename Take>
void findProtocol(const char* name, Take take) {
  withGrowingRoom([&](char* room, size_t size) {
    protoent entry;
    protoent* found = nullptr;
    const int result = ::getprotobyname_r(name, &entry, room, size, &found);
    if (found != nullptr) take(*found);
    return result;
  });
}

#else

template <typename Take>
void findProtocol(const char* name, Take take) {
  std::lock_guard<std::mutex> lock(answersMutex());
  const protoent* found = ::getprotobyname(name);
  if (found != nullptr) take(*found);
}

#endif

Napi::Value getServiceByName(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const std::string name = arguments.string(0, "name");
  const OptionalName protocol(&arguments, 1, "protocol");
  if (arguments.areWrong()) return arguments.raise();
  Napi::Value port = info.Env().Null();
  findServiceByName(name.c_str(), protocol.get(), [&](const servent& found) {
    port = resultOf(info, ntohs(static_cast<uint16_t>(found.s_port)));
  });
  return port;
}

Napi::Value getServiceByPort(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const auto port = static_cast<uint16_t>(arguments.integer(0, "port", 0, UINT16_MAX));
  const OptionalName protocol(&arguments, 1, "protocol");
  if (arguments.areWrong()) return arguments.raise();
  Napi::Value name = info.Env().Null();
  findServiceByPort(htons(port), protocol.get(), [&](const servent& found) {
    name = Napi::String::New(info.Env(), found.s_name);
  });
  return name;
}

Napi::Value getProtocolByName(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const std::string name = arguments.string(0, "name");
  if (arguments.areWrong()) return arguments.raise();
  Napi::Value number = info.Env().Null();
  findProtocol(name.c_str(),
               [&](const protoent& found) { number = resultOf(info, found.p_proto); });
  return number;
}

}  // namespace

void defineServices(const Definer& define) {
  define.function<getServiceByName>("getservbyname");
  define.function<getServiceByPort>("getservbyport");
  define.function<getProtocolByName>("getprotobyname");
}

}  // namespace bsd_sockets
