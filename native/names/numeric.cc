// inet_pton, inet_ntop and their older forms.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <string>

#include "../address/address.h"
#include "../binding/arguments.h"
#include "../binding/instance.h"
#include "../syscall.h"

namespace bsd_sockets {

namespace {

Napi::Value inetPton(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const int family = arguments.integer(0, "address_family");
  const std::string text = arguments.string(1, "text");
  if (arguments.areWrong()) return arguments.raise();
  uint8_t address[sizeof(in6_addr)];
  const int64_t result = resultOrErrno(::inet_pton(family, text.c_str(), address));
  if (result < 0) return resultOf(info, result);
  if (result == 0) return info.Env().Null();
  return bytesOf(info.Env(), address, family == AF_INET ? sizeof(in_addr) : sizeof(in6_addr));
}

Napi::Value textOf(Napi::Env env, int family, const uint8_t* address) {
  char text[INET6_ADDRSTRLEN] = "";
  inet_ntop(family, address, text, sizeof text);
  return Napi::String::New(env, text);
}

Napi::Value inetNtop(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const int family = arguments.integer(0, "address_family");
  const Bytes address = arguments.bytes(1, "address");
  const bool isKnown = family == AF_INET || family == AF_INET6;
  const size_t length = family == AF_INET6 ? sizeof(in6_addr) : sizeof(in_addr);
  if (isKnown && address.length != length) {
    arguments.outOfRange("address", std::to_string(length) + " bytes");
  }
  if (arguments.areWrong()) return arguments.raise();
  if (!isKnown) return resultOf(info, -EAFNOSUPPORT);
  return textOf(info.Env(), family, address.data);
}

Napi::Value inetAton(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const std::string text = arguments.string(0, "text");
  if (arguments.areWrong()) return arguments.raise();
  in_addr address;
  if (inet_aton(text.c_str(), &address) == 0) return info.Env().Null();
  return bytesOf(info.Env(), &address, sizeof address);
}

// Uses inet_ntop, which writes the same text to our memory instead of the C library's.
Napi::Value inetNtoa(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const Bytes address = arguments.bytes(0, "address");
  if (address.length != sizeof(in_addr)) arguments.outOfRange("address", "4 bytes");
  if (arguments.areWrong()) return arguments.raise();
  return textOf(info.Env(), AF_INET, address.data);
}

}  // namespace

void defineNumeric(const Definer& define) {
  define.function<inetPton>("inet_pton");
  define.function<inetNtop>("inet_ntop");
  define.function<inetAton>("inet_aton");
  define.function<inetNtoa>("inet_ntoa");
}

}  // namespace bsd_sockets
