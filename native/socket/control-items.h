#ifndef BSD_SOCKETS_SOCKET_CONTROL_ITEMS_H
#define BSD_SOCKETS_SOCKET_CONTROL_ITEMS_H

#include <optional>
#include <vector>

#include "../binding/bytes.h"

// The items of ancillary data, as the CMSG_ macros of cmsg(3) lay them out. Nothing here knows of
// JavaScript, so that it can be fuzzed alone.

namespace bsd_sockets {

struct ControlItem {
  int level;
  int type;
  Bytes data;
};

// The bytes that items take; none for more than a message can have.
std::optional<size_t> spaceOf(const std::vector<ControlItem>& items);
// Writes items to as many bytes as spaceOf() says.
void writeItems(const std::vector<ControlItem>& items, uint8_t* control);
// The items that bytes hold; their data is in those. An item that the buffer cut off in its data
// gives what there is of them; one that it cut off in its header gives nothing.
std::vector<ControlItem> itemsIn(const Bytes& control);

}  // namespace bsd_sockets

#endif
