#ifndef BSD_SOCKETS_CONSTANTS_TABLE_H
#define BSD_SOCKETS_CONSTANTS_TABLE_H

#include <cstddef>
#include <cstdint>

namespace bsd_sockets {

// A name of the system's headers and its number.
struct Constant {
  const char* name;
  int64_t value;
};

constexpr int64_t kAbsent = INT64_MIN;

// What stands for an enumerator that the headers may lack: absent.inc declares one of each name in
// a namespace that the global one uses. A qualified name such as ::TCP_LISTEN means the header's
// enumerator where there is one, and only otherwise this.
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

// The kernel's own headers declare what the C library's declare too, so that the two are never
// included together. Empty where the system has no such headers.
ConstantTable kernelConstants();

}  // namespace bsd_sockets

#endif
