// The addon's parsers that do not use JavaScript, for libFuzzer: any bytes as a socket address, as
// ancillary data, and as items to write. Parsed parts must lie within the input, and written items
// must be parsed as the same items.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "../../../native/address/parts.h"
#include "../../../native/socket/control-items.h"

using bsd_sockets::Bytes;
using bsd_sockets::ControlItem;
using bsd_sockets::SocketAddress;

namespace {

#define CHECK(condition)                                \
  do {                                                  \
    if (!(condition)) {                                 \
      std::fprintf(stderr, "not so: %s\n", #condition); \
      std::abort();                                     \
    }                                                   \
  } while (false)

void checkWithin(const Bytes& part, const void* whole, size_t length) {
  const auto* start = static_cast<const uint8_t*>(whole);
  CHECK(part.data >= start && part.data + part.length <= start + length);
}

// A numeric host is parsed to the same bytes.
void checkInternet(SocketAddress* address) {
  const auto parts = bsd_sockets::internetParts(address);
  if (!parts) return;
  const int family = address->storage.ss_family == AF_INET ? AF_INET : AF_INET6;
  uint8_t bytes[16];
  CHECK(inet_pton(family, parts->host.c_str(), bytes) == 1);
  const void* expected = family == AF_INET
                             ? static_cast<void*>(&address->as<sockaddr_in>()->sin_addr)
                             : static_cast<void*>(&address->as<sockaddr_in6>()->sin6_addr);
  CHECK(std::memcmp(bytes, expected, family == AF_INET ? 4 : 16) == 0);
}

void checkAddress(const Bytes& bytes) {
  auto address = bsd_sockets::addressFrom(bytes);
  CHECK(address.has_value() == (bytes.length >= 2 && bytes.length <= sizeof(sockaddr_storage)));
  if (!address) return;
  checkInternet(&*address);
  if (const auto name = bsd_sockets::unixName(&*address)) {
    checkWithin(*name, &address->storage, address->length);
  }
  if (const auto packet = bsd_sockets::packetParts(&*address)) {
    checkWithin(packet->hardware, &address->storage, address->length);
    CHECK(packet->hardware.length <= 8);
  }
  bsd_sockets::netlinkParts(&*address);
  checkWithin(bsd_sockets::bytesAfterFamily(&*address), &address->storage, address->length);
}

bool isSame(const ControlItem& one, const ControlItem& other) {
  return one.level == other.level && one.type == other.type &&
         one.data.length == other.data.length &&
         (one.data.length == 0 ||
          std::memcmp(one.data.data, other.data.data, one.data.length) == 0);
}

void checkControl(const Bytes& bytes) {
  const std::vector<ControlItem> items = bsd_sockets::itemsIn(bytes);
  for (const ControlItem& item : items) checkWithin(item.data, bytes.data, bytes.length);
  const auto space = bsd_sockets::spaceOf(items);
  CHECK(space.has_value());
  std::vector<uint8_t> written(*space);
  bsd_sockets::writeItems(items, written.data());
  const std::vector<ControlItem> again = bsd_sockets::itemsIn({written.data(), written.size()});
  CHECK(again.size() == items.size());
  for (size_t i = 0; i < items.size(); i++) CHECK(isSame(items[i], again[i]));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // A copy of exactly that size, so that a sanitizer detects any access beyond it.
  std::vector<uint8_t> copy(data, data + size);
  const Bytes bytes = {copy.data(), copy.size()};
  checkAddress(bytes);
  checkControl(bytes);
  return 0;
}
