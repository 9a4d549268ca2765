#ifndef BSD_SOCKETS_CONSTANTS_LAYOUT_H
#define BSD_SOCKETS_CONSTANTS_LAYOUT_H

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <vector>

namespace bsd_sockets {

// Where a field stands in its struct. A bit-field is some bits of one byte, from `shift` on;
// another field has no bits.
struct Field {
  const char* name;
  size_t offset;
  size_t size;
  bool isSigned;
  unsigned shift;
  unsigned bits;
};

// A struct of the system's headers: what getsockopt and setsockopt move as bytes.
struct Layout {
  const char* name;
  size_t size;
  std::vector<Field> fields;
};

// Two ways to get at a field. The one that does not compile for it is not called: no field has an
// address that the headers lack, and no bit-field has one at all.
// clang-format off
#define BSD_SOCKETS_FIELD(name)                                     \
  #name, [](auto* it) -> decltype(&it->name) { return &it->name; }, \
      [](auto* it) -> decltype(static_cast<void>(it->name--)) { it->name--; }
// clang-format on

template <typename Struct>
class LayoutOf {
 public:
  explicit LayoutOf(const char* name) : layout_{name, sizeof(Struct), {}} {}

  // Adds a field, unless the headers lack it.
  template <typename Address, typename Decrement>
  LayoutOf& field(const char* name, Address address, Decrement decrement) {
    if constexpr (std::is_invocable_v<Address, Struct*>) {
      addField(name, address);
    } else if constexpr (std::is_invocable_v<Decrement, Struct*>) {
      addBits(name, decrement);
    }
    return *this;
  }

  operator Layout() const { return layout_; }

 private:
  template <typename Address>
  void addField(const char* name, Address address) {
    Struct example{};
    using Type = std::remove_pointer_t<std::invoke_result_t<Address, Struct*>>;
    const auto* start = reinterpret_cast<const char*>(&example);
    const auto* place = reinterpret_cast<const char*>(address(&example));
    layout_.fields.push_back(
        {name, static_cast<size_t>(place - start), sizeof(Type), std::is_signed_v<Type>, 0, 0});
  }

  // One below 0 is all ones, and those are the field's bits.
  template <typename Decrement>
  void addBits(const char* name, Decrement decrement) {
    Struct example;
    std::memset(static_cast<void*>(&example), 0, sizeof example);
    decrement(&example);
    uint8_t bytes[sizeof example];
    std::memcpy(bytes, &example, sizeof example);
    for (size_t offset = 0; offset < sizeof example; offset++) {
      if (bytes[offset] == 0) continue;
      unsigned shift = 0;
      while ((bytes[offset] >> shift & 1) == 0) shift++;
      unsigned bits = 0;
      while ((bytes[offset] >> (shift + bits) & 1) == 1) bits++;
      layout_.fields.push_back({name, offset, 1, false, shift, bits});
      return;
    }
  }

  Layout layout_;
};

// Those of Linux's own headers, which cannot be included together with the C library's. None where
// the system has no such headers.
std::vector<Layout> kernelLayouts();

}  // namespace bsd_sockets

#endif
