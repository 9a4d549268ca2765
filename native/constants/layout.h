#ifndef BSD_SOCKETS_CONSTANTS_LAYOUT_H
#define BSD_SOCKETS_CONSTANTS_LAYOUT_H

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <vector>

namespace bsd_sockets {

// The place of a field in its struct. A bit-field is `bits` bits of one byte, beginning at `shift`;
// for other fields `bits` is 0.
struct Field {
  const char* name;
  size_t offset;
  size_t size;
  bool isSigned;
  unsigned shift;
  unsigned bits;
};

// A struct of the system's headers, which getsockopt and setsockopt transfer as bytes.
struct Layout {
  const char* name;
  size_t size;
  std::vector<Field> fields;
};

// Two ways to access a field. Only one that compiles is called: a field that the headers lack has
// neither, and a bit-field has no address.
// clang-format off
#define BSD_SOCKETS_FIELD(name)                                     \
  #name, [](auto* it) -> decltype(&it->name) { return &it->name; }, \
      [](auto* it) -> decltype(static_cast<void>(it->name--)) { it->name--; }
// clang-format on

template <typename Struct>
class LayoutOf {
 public:
  explicit LayoutOf(const char* name) : layout_{name, sizeof(Struct), {}} {}

  // Adds a field if the headers have it.
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

  // Decrementing 0 sets all bits of the field, which shows where they are.
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

// The structs of Linux's own headers, which cannot be included together with the C library's. Empty
// on other systems.
std::vector<Layout> kernelLayouts();

}  // namespace bsd_sockets

#endif
