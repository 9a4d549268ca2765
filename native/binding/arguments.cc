#include "arguments.h"

#include <cmath>

namespace bsd_sockets {

namespace {

// Node leaves the variable unchanged for a type that it does not know.
constexpr auto kUnknownType = static_cast<napi_typedarray_type>(15);

// 0 for a type without a name in this Node-API, such as Float16Array.
size_t elementSize(napi_typedarray_type type) {
  switch (type) {
    case napi_int8_array:
    case napi_uint8_array:
    case napi_uint8_clamped_array:
      return 1;
    case napi_int16_array:
    case napi_uint16_array:
      return 2;
    case napi_int32_array:
    case napi_uint32_array:
    case napi_float32_array:
      return 4;
    case napi_float64_array:
    case napi_bigint64_array:
    case napi_biguint64_array:
      return 8;
    default:
      return 0;
  }
}

bool isDetached(napi_env env, napi_value buffer) {
  bool detached = false;
  return napi_is_detached_arraybuffer(env, buffer, &detached) == napi_ok && detached;
}

}  // namespace

void ArgumentReader::note(Problem problem, const char* name, const std::string& wanted) {
  if (areWrong()) return;
  problem_ = problem;
  message_ = std::string(function_) + "(): " + name + " must be " + wanted;
}

void ArgumentReader::wrongType(const char* name, const char* wanted) {
  note(Problem::kType, name, wanted);
}

void ArgumentReader::wrongType(const char* name, const std::string& wanted, napi_value value) {
  note(Problem::kType, name, wanted + ", not " + given(value));
}

void ArgumentReader::outOfRange(const char* name, const std::string& wanted) {
  note(Problem::kRange, name, wanted);
}

// A number, or the type of anything else, as in src/arguments/errors.ts.
std::string ArgumentReader::given(napi_value value) const {
  // Node-API converts nothing while an exception of a getter waits; that one is thrown instead.
  if (Napi::Env(env_).IsExceptionPending()) return "such a value";
  const Napi::Value given(env_, value);
  switch (given.Type()) {
    case napi_undefined:
      return "undefined";
    case napi_null:
      return "null";
    case napi_boolean:
      return "boolean";
    case napi_number:
      return given.ToString().Utf8Value();
    case napi_string:
      return "string";
    case napi_symbol:
      return "symbol";
    case napi_function:
      return "function";
    case napi_bigint:
      return "bigint";
    default:
      return given.IsArray() ? "array" : "object";
  }
}

Napi::Value ArgumentReader::raise() const {
  const char* message = message_.c_str();
  if (problem_ == Problem::kType) {
    napi_throw_type_error(env_, "ERR_INVALID_ARG_TYPE", message);
  } else {
    napi_throw_range_error(env_, "ERR_OUT_OF_RANGE", message);
  }
  return Napi::Env(env_).Undefined();
}

// With the messages of checkInteger() in src/arguments/integers.ts.
void ArgumentReader::refuse(double number, const char* name, int64_t lowest, int64_t highest) {
  const Napi::Value value = Napi::Number::New(env_, number);
  if (!std::isfinite(number) || number != std::floor(number)) {
    wrongType(name, "an integer", value);
    return;
  }
  outOfRange(name, "an integer from " + std::to_string(lowest) + " to " + std::to_string(highest) +
                       ", not " + given(value));
}

double Arguments::timeout(size_t index) {
  if (info_[index].IsUndefined()) return -1;
  double seconds = 0;
  if (napi_get_value_double(env_, info_[index], &seconds) != napi_ok) {
    wrongType("timeout", "a number of seconds", info_[index]);
  }
  return checkedTimeout(seconds);
}

bool Arguments::boolean(size_t index, const char* name) {
  bool value = false;
  if (napi_get_value_bool(env_, info_[index], &value) != napi_ok) {
    wrongType(name, "a boolean", info_[index]);
  }
  return value;
}

std::string Arguments::string(size_t index, const char* name) {
  if (!info_[index].IsString()) {
    wrongType(name, "a string", info_[index]);
    return {};
  }
  std::string text = info_[index].As<Napi::String>().Utf8Value();
  if (text.find('\0') != std::string::npos) outOfRange(name, "a string without null characters");
  return text;
}

std::string Arguments::text(size_t index, const char* name) {
  if (info_[index].IsString()) return string(index, name);
  if (!info_[index].IsTypedArray() && !info_[index].IsDataView()) {
    wrongType(name, "a string or bytes", info_[index]);
    return {};
  }
  const Bytes view = bytes(index, name);
  std::string text(reinterpret_cast<const char*>(view.data), view.length);
  if (text.find('\0') != std::string::npos) outOfRange(name, "bytes without null characters");
  return text;
}

Napi::Function Arguments::function(size_t index, const char* name) {
  if (!info_[index].IsFunction()) wrongType(name, "a function", info_[index]);
  return info_[index].As<Napi::Function>();
}

bool ArgumentReader::typedArray(napi_value value, napi_typedarray_type* type, Bytes* bytes,
                                napi_value* buffer) const {
  size_t count = 0;
  void* data = nullptr;
  if (napi_get_typedarray_info(env_, value, type, &count, &data, buffer, nullptr) != napi_ok) {
    return false;
  }
  *bytes = {static_cast<uint8_t*>(data), count * elementSize(*type)};
  return elementSize(*type) != 0;
}

Bytes ArgumentReader::bytesOf(napi_value value, const char* name) {
  Bytes bytes;
  bool isBuffer = false;
  void* data = nullptr;
  // The fastest way, for most calls. An empty buffer may be detached, so it is checked below.
  if (napi_is_buffer(env_, value, &isBuffer) == napi_ok && isBuffer &&
      napi_get_buffer_info(env_, value, &data, &bytes.length) == napi_ok && bytes.length > 0) {
    bytes.data = static_cast<uint8_t*>(data);
    return bytes;
  }
  return otherBytes(value, name);
}

Bytes ArgumentReader::otherBytes(napi_value value, const char* name) {
  Bytes bytes;
  auto type = kUnknownType;
  napi_value buffer;
  if (!typedArray(value, &type, &bytes, &buffer)) {
    void* data = nullptr;
    if (!Napi::Value(env_, value).IsDataView() ||
        napi_get_dataview_info(env_, value, &bytes.length, &data, &buffer, nullptr) != napi_ok) {
      wrongType(name, "a Buffer, a typed array or a DataView", value);
      return {};
    }
    bytes.data = static_cast<uint8_t*>(data);
  }
  refuseDetached(bytes, buffer, name);
  return bytes;
}

// The length of a detached buffer is 0, so only empty views need this check.
void ArgumentReader::refuseDetached(const Bytes& bytes, napi_value buffer, const char* name) {
  if (bytes.length == 0 && isDetached(env_, buffer)) {
    wrongType(name, "bytes that are not detached");
  }
}

Bytes ArgumentReader::arrayOf(napi_typedarray_type wanted, napi_value value, const char* name,
                              const char* description) {
  Bytes bytes;
  auto type = kUnknownType;
  napi_value buffer;
  if (!typedArray(value, &type, &bytes, &buffer) || type != wanted) {
    wrongType(name, description, value);
    return {};
  }
  refuseDetached(bytes, buffer, name);
  return bytes;
}

int32_t* Arguments::int32Result(size_t index, const char* name) {
  const Bytes bytes = int32Array(index, name);
  if (areWrong()) return nullptr;
  if (bytes.length == 0) outOfRange(name, "an Int32Array with room for one element");
  return reinterpret_cast<int32_t*>(bytes.data);
}

uint32_t ArgumentReader::lengthOf(napi_value array, const char* name) {
  uint32_t length = 0;
  if (napi_get_array_length(env_, array, &length) != napi_ok) {
    wrongType(name, "an array", array);
  }
  return length;
}

std::vector<napi_value> ArgumentReader::elementsOf(napi_value array, const char* name) {
  const uint32_t count = lengthOf(array, name);
  if (count > kMostElements) {
    outOfRange(name, "an array of at most " + std::to_string(kMostElements) + " elements");
    return {};
  }
  std::vector<napi_value> values(count);
  for (uint32_t i = 0; i < count; i++) {
    if (napi_get_element(env_, array, i, &values[i]) != napi_ok) {
      wrongType(name, "an array whose elements can be read");
      return {};
    }
  }
  return values;
}

}  // namespace bsd_sockets
