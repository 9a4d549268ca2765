#ifndef BSD_SOCKETS_CONSTANTS_TABLE_H
#define BSD_SOCKETS_CONSTANTS_TABLE_H

#include <cstddef>
#include <cstdint>

namespace bsd_sockets {

// A name in the system's headers, and its number.
struct Constant {
  const char* name;
  int64_t value;
};

constexpr int64_t kAbsent = INT64_MIN;

// Stands for an enumerator that the headers may lack. absent.inc declares one for each such name,
// in a namespace that the global namespace uses. A qualified name such as ::TCP_LISTEN then means
// the header's enumerator if there is one, and this otherwise.
struct Absent {};

constexpr int64_t numberOf(Absent) { return kAbsent; }
template <typename Number>
constexpr int64_t numberOf(Number number) {
  return static_cast<int64_t>(number);
}

struct ConstantTable {
  const Constant* constants;
  size_t count;
};

// The constants of Linux's own headers. They declare the same things as the C library's, so the two
// cannot be included together. Empty on other systems.
ConstantTable kernelConstants();

}  // namespace bsd_sockets

#endif
