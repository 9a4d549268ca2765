#ifndef BSD_SOCKETS_BYTES_H
#define BSD_SOCKETS_BYTES_H

#include <cstddef>
#include <cstdint>

namespace bsd_sockets {

// Memory of somebody else's.
struct Bytes {
  uint8_t* data = nullptr;
  size_t length = 0;
};

}  // namespace bsd_sockets

#endif
