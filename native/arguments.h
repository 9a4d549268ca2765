#ifndef BSD_SOCKETS_ARGUMENTS_H
#define BSD_SOCKETS_ARGUMENTS_H

#include <napi.h>

#include <climits>
#include <string>
#include <vector>

namespace bsd_sockets {

constexpr int64_t kLargestSafeInteger = 9007199254740991;
// Far more than any call takes, and few enough to hold.
constexpr uint32_t kMostElements = 1 << 20;

struct Bytes {
  uint8_t* data = nullptr;
  size_t length = 0;
};

// Reads a function's arguments in order and keeps what was wrong with the first bad one. A reader
// gives a harmless value for a bad argument, so a function reads all it needs and then asks once:
//
//   Arguments arguments(info);
//   const int fd = arguments.descriptor(0);
//   if (arguments.areWrong()) return arguments.raise();
class Arguments {
 public:
  explicit Arguments(const Napi::CallbackInfo& info) : info_(info) {}

  int64_t integer(size_t index, const char* name, int64_t lowest, int64_t highest) {
    return integerOf(info_[index], name, lowest, highest);
  }
  int integer(size_t index, const char* name) {
    return static_cast<int>(integer(index, name, INT_MIN, INT_MAX));
  }
  int descriptor(size_t index, const char* name = "fd") {
    return static_cast<int>(integer(index, name, 0, INT_MAX));
  }
  // Seconds; left out means -1, which waits for ever.
  double timeout(size_t index);
  bool boolean(size_t index, const char* name);
  std::string string(size_t index, const char* name);
  // A string, or the bytes of one.
  std::string text(size_t index, const char* name);
  bool isNullish(size_t index) const { return info_[index].IsNull() || info_[index].IsUndefined(); }
  bool isNumber(size_t index) const { return info_[index].IsNumber(); }
  Napi::Function function(size_t index, const char* name);

  // The memory of any typed array or DataView.
  Bytes bytes(size_t index, const char* name) { return bytesOf(info_[index], name); }
  // The part of a buffer that three arguments name: (buffer, offset, length).
  Bytes range(size_t index);
  // A one-element Int32Array, the value-result parameter of accept and its like.
  int32_t* int32Result(size_t index, const char* name);
  Bytes int32Array(size_t index, const char* name);
  Bytes float64Array(size_t index, const char* name);

  // The elements of an array. Reading one can run JavaScript (a getter), so all are read before a
  // pointer into JavaScript's memory is taken from any.
  std::vector<napi_value> elements(size_t index, const char* name);
  std::vector<napi_value> elementsOf(napi_value array, const char* name);
  uint32_t lengthOf(napi_value array, const char* name);
  // Readers for such elements; the name is that of the argument.
  int64_t integerOf(napi_value value, const char* name, int64_t lowest, int64_t highest);
  Bytes bytesOf(napi_value value, const char* name);

  bool areWrong() const { return problem_ != Problem::kNone; }
  // Throws the TypeError or RangeError, and gives what the function then returns.
  Napi::Value raise() const;
  // For what only the function itself can judge.
  void outOfRange(const char* name, const std::string& wanted);
  void wrongType(const char* name, const char* wanted);

 private:
  enum class Problem { kNone, kType, kRange };

  void note(Problem problem, std::string message);
  void refuseDetached(const Bytes& bytes, napi_value buffer, const char* name);
  bool typedArray(napi_value value, napi_typedarray_type* type, Bytes* bytes,
                  napi_value* buffer) const;
  Bytes arrayOf(napi_typedarray_type wanted, size_t index, const char* name,
                const char* description);

  const Napi::CallbackInfo& info_;
  Problem problem_ = Problem::kNone;
  std::string message_;
};

}  // namespace bsd_sockets

#endif
