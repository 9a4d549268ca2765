// htons and its siblings.

#include <arpa/inet.h>

#include "../binding/arguments.h"
#include "../binding/instance.h"

namespace bsd_sockets {

namespace {

template <uint16_t (*Convert)(uint16_t)>
Napi::Value convert16(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const auto number = static_cast<uint16_t>(arguments.integer(0, "x", 0, UINT16_MAX));
  if (arguments.areWrong()) return arguments.raise();
  return resultOf(info, Convert(number));
}

template <uint32_t (*Convert)(uint32_t)>
Napi::Value convert32(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const auto number = static_cast<uint32_t>(arguments.integer(0, "x", 0, UINT32_MAX));
  if (arguments.areWrong()) return arguments.raise();
  return resultOf(info, Convert(number));
}

// The C library may define these as macros, which cannot be template arguments.
uint16_t hostToNetwork16(uint16_t x) { return htons(x); }
uint16_t networkToHost16(uint16_t x) { return ntohs(x); }
uint32_t hostToNetwork32(uint32_t x) { return htonl(x); }
uint32_t networkToHost32(uint32_t x) { return ntohl(x); }

}  // namespace

void defineByteOrder(const Definer& define) {
  define.function<convert16<hostToNetwork16>>("htons");
  define.function<convert16<networkToHost16>>("ntohs");
  define.function<convert32<hostToNetwork32>>("htonl");
  define.function<convert32<networkToHost32>>("ntohl");
}

}  // namespace bsd_sockets
