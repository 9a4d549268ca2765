// Ancillary data: converts between control buffers and arrays of items.

#include "control-items.h"

#include <sys/socket.h>

#include <climits>
#include <optional>
#include <vector>

#include "../address/address.h"
#include "../binding/arguments.h"
#include "../binding/instance.h"

namespace bsd_sockets {

namespace {

constexpr int64_t kLongestControl = INT_MAX;

// Items are arrays of [level, type, data].
std::vector<ControlItem> itemsOf(Arguments* arguments, size_t index) {
  std::vector<std::vector<napi_value>> arrays;
  for (napi_value element : arguments->elements(index, "items")) {
    // Checked before its elements are read: a million long arrays would not fit in memory.
    if (arguments->lengthOf(element, "items") != 3) {
      arguments->wrongType("items", "an array of [level, type, data]");
    }
    if (arguments->areWrong()) return {};
    arrays.push_back(arguments->elementsOf(element, "items"));
    if (arguments->areWrong()) return {};
  }
  std::vector<ControlItem> items;
  for (const std::vector<napi_value>& parts : arrays) {
    items.push_back({static_cast<int>(arguments->integerOf(parts[0], "items", INT_MIN, INT_MAX)),
                     static_cast<int>(arguments->integerOf(parts[1], "items", INT_MIN, INT_MAX)),
                     arguments->bytesOf(parts[2], "items")});
  }
  return items;
}

Napi::Value encodeControl(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const std::vector<ControlItem> items = itemsOf(&arguments, 0);
  const std::optional<size_t> space = spaceOf(items);
  if (!space) arguments.outOfRange("items", "less ancillary data");
  if (arguments.areWrong()) return arguments.raise();
  Napi::Buffer<uint8_t> control = Napi::Buffer<uint8_t>::New(info.Env(), *space);
  // There may be no memory, and a worker that is being terminated gets none and no exception.
  if (control.IsEmpty()) return info.Env().Undefined();
  writeItems(items, control.Data());
  return control;
}

Napi::Value decodeControl(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const Bytes control = arguments.bytes(0, "control");
  const auto length =
      static_cast<size_t>(arguments.integer(1, "length", 0, static_cast<int64_t>(control.length)));
  if (arguments.areWrong()) return arguments.raise();
  Napi::Array items = Napi::Array::New(info.Env());
  for (const ControlItem& item : itemsIn({control.data, length})) {
    Napi::Array parts = Napi::Array::New(info.Env(), 3);
    parts.Set(0u, item.level);
    parts.Set(1u, item.type);
    parts.Set(2u, bytesOf(info.Env(), item.data.data, item.data.length));
    items.Set(items.Length(), parts);
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
