#ifndef BSD_SOCKETS_NAMES_GROWING_ROOM_H
#define BSD_SOCKETS_NAMES_GROWING_ROOM_H

#include <cerrno>
#include <cstddef>
#include <vector>

namespace bsd_sockets {

// Makes a query with one of the C library's _r functions, with more and more room for its strings
// until it has enough.
template <typename Query>
void withGrowingRoom(Query query) {
  constexpr size_t kMost = size_t{1} << 20;
  for (size_t size = 1024; size <= kMost; size *= 2) {
    std::vector<char> room(size);
    if (query(room.data(), room.size()) != ERANGE) return;
  }
}

}  // namespace bsd_sockets

#endif
