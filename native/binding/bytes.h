#ifndef BSD_SOCKETS_BINDING_BYTES_H
#define BSD_SOCKETS_BINDING_BYTES_H

#include <cstddef>
#include <cstdint>

namespace bsd_sockets {

// A view of bytes that are owned elsewhere.
struct Bytes {
  uint8_t* data = nullptr;
  size_t length = 0;
};

}  // namespace bsd_sockets

#endif
