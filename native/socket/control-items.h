#ifndef BSD_SOCKETS_SOCKET_CONTROL_ITEMS_H
#define BSD_SOCKETS_SOCKET_CONTROL_ITEMS_H

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "../binding/bytes.h"

// The items of ancillary data, in the layout of cmsg(3). It does not use JavaScript, so that it can
// be fuzzed alone.

namespace bsd_sockets {

struct ControlItem {
  int level;
  int type;
  Bytes data;
};

// The size of some items in bytes, or nothing if a message cannot have as many.
std::optional<size_t> spaceOf(const std::vector<ControlItem>& items);
// Writes items to memory of the size that spaceOf() returns.
void writeItems(const std::vector<ControlItem>& items, uint8_t* control);
// Parses items; their data point into `control`. Of an item with truncated data it returns what
// there is; an item with a truncated header is left out.
std::vector<ControlItem> itemsIn(const Bytes& control);

}  // namespace bsd_sockets

#endif
