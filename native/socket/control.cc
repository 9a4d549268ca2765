// Ancillary data: the items of a control buffer, as the CMSG_ macros of cmsg(3) lay them out.

#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "../address/address.h"
#include "../arguments.h"
#include "../instance.h"

namespace bsd_sockets {

namespace {

constexpr int64_t kLongestControl = INT_MAX;

struct Item {
  int level;
  int type;
  Bytes data;
};

// Items are arrays of [level, type, data].
std::vector<Item> itemsOf(Arguments* arguments, size_t index) {
  std::vector<std::vector<napi_value>> arrays;
  for (napi_value element : arguments->elements(index, "items")) {
    // Before its elements are read: a million long arrays are more than memory holds.
    if (arguments->lengthOf(element, "items") != 3) {
      arguments->wrongType("items", "an array of [level, type, data]");
    }
    if (arguments->areWrong()) return {};
    arrays.push_back(arguments->elementsOf(element, "items"));
    if (arguments->areWrong()) return {};
  }
  std::vector<Item> items;
  for (const std::vector<napi_value>& parts : arrays) {
    items.push_back({static_cast<int>(arguments->integerOf(parts[0], "items", INT_MIN, INT_MAX)),
                     static_cast<int>(arguments->integerOf(parts[1], "items", INT_MIN, INT_MAX)),
                     arguments->bytesOf(parts[2], "items")});
  }
  return items;
}

size_t spaceOf(const std::vector<Item>& items, Arguments* arguments) {
  uint64_t total = 0;
  for (const Item& item : items) {
    total += CMSG_SPACE(item.data.length);
    if (item.data.length > kLongestControl || total > kLongestControl) {
      arguments->outOfRange("items", "less ancillary data");
      return 0;
    }
  }
  return static_cast<size_t>(total);
}

Napi::Value encodeControl(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const std::vector<Item> items = itemsOf(&arguments, 0);
  const size_t space = spaceOf(items, &arguments);
  if (arguments.areWrong()) return arguments.raise();
  Napi::Buffer<uint8_t> control = Napi::Buffer<uint8_t>::New(info.Env(), space);
  // Memory may be lacking; and a worker that is being terminated gets none, without an exception.
  if (control.IsEmpty()) return info.Env().Undefined();
  if (space > 0) std::memset(control.Data(), 0, space);
  size_t offset = 0;
  for (const Item& item : items) {
    cmsghdr header = {};
    header.cmsg_level = item.level;
    header.cmsg_type = item.type;
    header.cmsg_len = static_cast<decltype(header.cmsg_len)>(CMSG_LEN(item.data.length));
    std::memcpy(control.Data() + offset, &header, sizeof header);
    if (item.data.length > 0) {
      std::memcpy(control.Data() + offset + CMSG_LEN(0), item.data.data, item.data.length);
    }
    offset += CMSG_SPACE(item.data.length);
  }
  return control;
}

// The items that `length` bytes hold. An item that the buffer cut off in its data gives what there
// is of them; one that it cut off in its header gives nothing.
Napi::Value decodeControl(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const Bytes control = arguments.bytes(0, "control");
  const auto length =
      static_cast<size_t>(arguments.integer(1, "length", 0, static_cast<int64_t>(control.length)));
  if (arguments.areWrong()) return arguments.raise();
  Napi::Array items = Napi::Array::New(info.Env());
  for (size_t offset = 0; length - offset >= CMSG_LEN(0);) {
    cmsghdr header;
    std::memcpy(&header, control.data + offset, sizeof header);
    if (header.cmsg_len < CMSG_LEN(0)) break;
    const size_t held = length - offset - CMSG_LEN(0);
    const size_t wanted = header.cmsg_len - CMSG_LEN(0);
    Napi::Array item = Napi::Array::New(info.Env(), 3);
    item.Set(0u, header.cmsg_level);
    item.Set(1u, header.cmsg_type);
    item.Set(2u, bytesOf(info.Env(), control.data + offset + CMSG_LEN(0), std::min(wanted, held)));
    items.Set(items.Length(), item);
    if (wanted > held || CMSG_SPACE(wanted) > length - offset) break;
    offset += CMSG_SPACE(wanted);
  }
  return items;
}

Napi::Value controlLength(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const auto length = static_cast<size_t>(
      arguments.integer(0, "length", 0, kLongestControl - static_cast<int64_t>(CMSG_LEN(0))));
  if (arguments.areWrong()) return arguments.raise();
  return resultOf(info, static_cast<int64_t>(CMSG_LEN(length)));
}

Napi::Value controlSpace(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const auto length = static_cast<size_t>(
      arguments.integer(0, "length", 0, kLongestControl - static_cast<int64_t>(CMSG_SPACE(1))));
  if (arguments.areWrong()) return arguments.raise();
  return resultOf(info, static_cast<int64_t>(CMSG_SPACE(length)));
}

}  // namespace

void defineControl(const Definer& define) {
  define.function<encodeControl>("encodeControl");
  define.function<decodeControl>("decodeControl");
  define.function<controlLength>("CMSG_LEN");
  define.function<controlSpace>("CMSG_SPACE");
}

}  // namespace bsd_sockets
