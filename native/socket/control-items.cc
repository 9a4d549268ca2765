#include "control-items.h"

#include <sys/socket.h>

#include <algorithm>
#include <climits>
#include <cstring>

namespace bsd_sockets {

std::optional<size_t> spaceOf(const std::vector<ControlItem>& items) {
  uint64_t total = 0;
  for (const ControlItem& item : items) {
    // Checked before CMSG_SPACE(), which could overflow.
    if (item.data.length > INT_MAX) return std::nullopt;
    total += CMSG_SPACE(item.data.length);
    if (total > INT_MAX) return std::nullopt;
  }
  return static_cast<size_t>(total);
}

void writeItems(const std::vector<ControlItem>& items, uint8_t* control) {
  for (const ControlItem& item : items) {
    const size_t space = CMSG_SPACE(item.data.length);
    cmsghdr header = {};
    header.cmsg_level = item.level;
    header.cmsg_type = item.type;
    header.cmsg_len = static_cast<decltype(header.cmsg_len)>(CMSG_LEN(item.data.length));
    std::memset(control, 0, space);
    std::memcpy(control, &header, sizeof header);
    if (item.data.length > 0) {
      std::memcpy(control + CMSG_LEN(0), item.data.data, item.data.length);
    }
    control += space;
  }
}

std::vector<ControlItem> itemsIn(const Bytes& control) {
  std::vector<ControlItem> items;
  for (size_t offset = 0; control.length - offset >= CMSG_LEN(0);) {
    const size_t left = control.length - offset;
    cmsghdr header;
    std::memcpy(&header, control.data + offset, sizeof header);
    if (header.cmsg_len < CMSG_LEN(0)) break;
    const size_t held = left - CMSG_LEN(0);
    const size_t wanted = header.cmsg_len - CMSG_LEN(0);
    const Bytes data = {control.data + offset + CMSG_LEN(0), std::min(wanted, held)};
    items.push_back({header.cmsg_level, header.cmsg_type, data});
    // CMSG_SPACE() of an unchecked length could overflow.
    if (wanted > held || CMSG_SPACE(wanted) > left) break;
    offset += CMSG_SPACE(wanted);
  }
  return items;
}

}  // namespace bsd_sockets
