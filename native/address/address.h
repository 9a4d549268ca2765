#ifndef BSD_SOCKETS_ADDRESS_ADDRESS_H
#define BSD_SOCKETS_ADDRESS_ADDRESS_H

#include <napi.h>

#include "../binding/arguments.h"
#include "parts.h"

namespace bsd_sockets {

// The bytes of a caller's address, at most as many as a sockaddr_storage holds.
SocketAddress socketAddress(Arguments* arguments, size_t index);
// The same where the call may do without one: null leaves it empty.
SocketAddress optionalSocketAddress(Arguments* arguments, size_t index);

// Where the kernel's answer goes: (address, addressLength), an array of bytes and a one-element
// Int32Array for its true length; both may be null.
class AddressResult {
 public:
  AddressResult(Arguments* arguments, size_t index);
  SocketAddress address;
  // Copies the address out, as much of it as fits.
  void deliver() const;

 private:
  Bytes bytes_;
  int32_t* length_ = nullptr;
};

Napi::Buffer<uint8_t> bytesOf(Napi::Env env, const void* data, size_t length);
// An address that was encoded, as the bytes of a sockaddr.
Napi::Value encoded(Napi::Env env, SocketAddress* address);

// The parts of an address that the kernel wrote: an array or, for AF_UNIX, its path. Null when
// there is no address, or it is too short for its family.
Napi::Value decoded(Napi::Env env, SocketAddress* address);
// The same, for each family.
Napi::Value decodeInternet(Napi::Env env, SocketAddress* address);
Napi::Value decodeUnix(Napi::Env env, SocketAddress* address);
Napi::Value decodeNetlink(Napi::Env env, SocketAddress* address);
Napi::Value decodePacket(Napi::Env env, SocketAddress* address);

}  // namespace bsd_sockets

#endif
