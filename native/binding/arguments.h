#ifndef BSD_SOCKETS_BINDING_ARGUMENTS_H
#define BSD_SOCKETS_BINDING_ARGUMENTS_H

#include <napi.h>

#include <climits>
#include <cstdint>
#include <string>
#include <vector>

#include "bytes.h"
#include "export.h"

namespace bsd_sockets {

constexpr int64_t kLargestSafeInteger = 9007199254740991;
// Far more elements than any call takes, and few enough for memory.
constexpr uint32_t kMostElements = 1 << 20;

// Reads values and remembers what was wrong with the first invalid one. In its place it returns a
// harmless value, so a function reads all its arguments and then checks once.
class ArgumentReader {
 public:
  // These read any value; `name` is the argument's, for the message.
  int64_t integerOf(napi_value value, const char* name, int64_t lowest, int64_t highest);
  Bytes bytesOf(napi_value value, const char* name);
  // The elements of an array. Reading one can run JavaScript (a getter), so read all of them before
  // taking a pointer into the memory of any.
  std::vector<napi_value> elementsOf(napi_value array, const char* name);
  uint32_t lengthOf(napi_value array, const char* name);

  bool areWrong() const { return problem_ != Problem::kNone; }
  // Throws the TypeError or RangeError, and returns what the function should return then.
  Napi::Value raise() const;
  // For checks that only the function itself can make.
  void outOfRange(const char* name, const std::string& wanted);
  void wrongType(const char* name, const char* wanted);
  void wrongType(const char* name, const std::string& wanted, napi_value value);

 protected:
  ArgumentReader(napi_env env, const char* function) : env_(env), function_(function) {}

  int64_t checked(double number, const char* name, int64_t lowest, int64_t highest);
  double checkedTimeout(double seconds);
  Bytes arrayOf(napi_typedarray_type wanted, napi_value value, const char* name,
                const char* description);
  Bytes int32ArrayOf(napi_value value, const char* name) {
    return arrayOf(napi_int32_array, value, name, "an Int32Array");
  }

  napi_env env_;

 private:
  enum class Problem { kNone, kType, kRange };

  void note(Problem problem, const char* name, const std::string& wanted);
  std::string given(napi_value value) const;
  void refuse(double number, const char* name, int64_t lowest, int64_t highest);
  Bytes otherBytes(napi_value value, const char* name);
  void refuseDetached(const Bytes& bytes, napi_value buffer, const char* name);
  bool typedArray(napi_value value, napi_typedarray_type* type, Bytes* bytes,
                  napi_value* buffer) const;

  // Messages begin with this name.
  const char* function_;
  Problem problem_ = Problem::kNone;
  std::string message_;
};

// The part of a buffer given by an offset and the length behind it.
template <typename Reader>
Bytes rangeOf(Reader* reader, const Bytes& buffer, size_t offsetIndex) {
  const auto size = static_cast<int64_t>(buffer.length);
  const int64_t offset = reader->integer(offsetIndex, "offset", 0, size);
  const int64_t length = reader->integer(offsetIndex + 1, "length", 0, size - offset);
  return {buffer.data + offset, static_cast<size_t>(length)};
}

// Reads a function's arguments in order:
//
//   Arguments arguments(info);
//   const int fd = arguments.descriptor(0);
//   if (arguments.areWrong()) return arguments.raise();
class Arguments : public ArgumentReader {
 public:
  explicit Arguments(const Napi::CallbackInfo& info)
      : ArgumentReader(info.Env(), exportOf(info).name), info_(info) {}

  int64_t integer(size_t index, const char* name, int64_t lowest, int64_t highest) {
    return integerOf(info_[index], name, lowest, highest);
  }
  int integer(size_t index, const char* name) {
    return static_cast<int>(integer(index, name, INT_MIN, INT_MAX));
  }
  int descriptor(size_t index, const char* name = "fd") {
    return static_cast<int>(integer(index, name, 0, INT_MAX));
  }
  // Seconds; -1, which waits forever, when it is left out.
  double timeout(size_t index);
  bool boolean(size_t index, const char* name);
  std::string string(size_t index, const char* name);
  // A string, or bytes to use as one.
  std::string text(size_t index, const char* name);
  bool isNullish(size_t index) const { return info_[index].IsNull() || info_[index].IsUndefined(); }
  bool isNumber(size_t index) const { return info_[index].IsNumber(); }
  Napi::Function function(size_t index, const char* name);

  // The bytes of any typed array or DataView.
  Bytes bytes(size_t index, const char* name) { return bytesOf(info_[index], name); }
  // The part of a buffer given by three arguments: (buffer, offset, length).
  Bytes range(size_t index) { return rangeOf(this, bytes(index, "buffer"), index + 1); }
  // A one-element Int32Array: the length that calls such as accept write.
  int32_t* int32Result(size_t index, const char* name);
  Bytes int32Array(size_t index, const char* name) { return int32ArrayOf(info_[index], name); }
  Bytes float64Array(size_t index, const char* name) {
    return arrayOf(napi_float64_array, info_[index], name, "a Float64Array");
  }
  std::vector<napi_value> elements(size_t index, const char* name) {
    return elementsOf(info_[index], name);
  }

 private:
  const Napi::CallbackInfo& info_;
};

// Inline, because every call reads integers.
inline int64_t ArgumentReader::checked(double number, const char* name, int64_t lowest,
                                       int64_t highest) {
  // NaN fails the comparison.
  if (number >= static_cast<double>(lowest) && number <= static_cast<double>(highest)) {
    const auto integer = static_cast<int64_t>(number);
    if (static_cast<double>(integer) == number) return integer;
  }
  refuse(number, name, lowest, highest);
  return lowest;
}

inline int64_t ArgumentReader::integerOf(napi_value value, const char* name, int64_t lowest,
                                         int64_t highest) {
  double number = 0;
  if (napi_get_value_double(env_, value, &number) == napi_ok) {
    return checked(number, name, lowest, highest);
  }
  wrongType(name, "an integer", value);
  return lowest;
}

inline double ArgumentReader::checkedTimeout(double seconds) {
  if (seconds == seconds) return seconds;
  outOfRange("timeout", "a number of seconds, not NaN");
  return 0;
}

}  // namespace bsd_sockets

#endif
