#ifndef BSD_SOCKETS_ADDRESS_ADDRESS_H
#define BSD_SOCKETS_ADDRESS_ADDRESS_H

#include <napi.h>

#include "../binding/arguments.h"
#include "parts.h"

namespace bsd_sockets {

// Reads an address from a caller's bytes, which must fit a sockaddr_storage.
SocketAddress socketAddress(Arguments* arguments, size_t index);
// The same for an optional address; null makes it empty.
SocketAddress optionalSocketAddress(Arguments* arguments, size_t index);

// The two arguments that receive an address from the kernel: bytes, and a one-element Int32Array
// for the true length. Both may be null.
class AddressResult {
 public:
  AddressResult(Arguments* arguments, size_t index);
  SocketAddress address;
  // Copies out as much of the address as fits.
  void deliver() const;

 private:
  Bytes bytes_;
  int32_t* length_ = nullptr;
};

Napi::Buffer<uint8_t> bytesOf(Napi::Env env, const void* data, size_t length);
// The bytes of an encoded sockaddr.
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
