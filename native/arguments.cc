#include "arguments.h"

#include <cmath>

namespace bsd_sockets {

namespace {

std::string quoted(const char* name) { return "The \"" + std::string(name) + "\" argument"; }

std::string printed(double number) {
  if (number == std::floor(number) && std::fabs(number) <= kLargestSafeInteger) {
    return std::to_string(static_cast<int64_t>(number));
  }
  char text[32];
  snprintf(text, sizeof text, "%g", number);
  return text;
}

// Node leaves the type as it was when it has no name for it.
constexpr auto kUnknownType = static_cast<napi_typedarray_type>(15);

// 0 for a type that this Node-API does not name, such as Float16Array's.
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

void Arguments::note(Problem problem, std::string message) {
  if (areWrong()) return;
  problem_ = problem;
  message_ = std::move(message);
}

void Arguments::wrongType(const char* name, const char* wanted) {
  note(Problem::kType, quoted(name) + " must be " + wanted);
}

void Arguments::outOfRange(const char* name, const std::string& wanted) {
  note(Problem::kRange, quoted(name) + " must be " + wanted);
}

Napi::Value Arguments::raise() const {
  const char* message = message_.c_str();
  if (problem_ == Problem::kType) {
    napi_throw_type_error(info_.Env(), "ERR_INVALID_ARG_TYPE", message);
  } else {
    napi_throw_range_error(info_.Env(), "ERR_OUT_OF_RANGE", message);
  }
  return info_.Env().Undefined();
}

int64_t Arguments::integerOf(napi_value value, const char* name, int64_t lowest, int64_t highest) {
  double number = 0;
  if (napi_get_value_double(info_.Env(), value, &number) != napi_ok) {
    wrongType(name, "a number");
    return lowest;
  }
  // NaN fails the first comparison.
  if (!(number >= static_cast<double>(lowest) && number <= static_cast<double>(highest)) ||
      number != std::floor(number)) {
    outOfRange(name, "an integer from " + std::to_string(lowest) + " to " +
                         std::to_string(highest) + ", not " + printed(number));
    return lowest;
  }
  return static_cast<int64_t>(number);
}

double Arguments::timeout(size_t index) {
  if (info_[index].IsUndefined()) return -1;
  double seconds = 0;
  if (napi_get_value_double(info_.Env(), info_[index], &seconds) != napi_ok) {
    wrongType("timeout", "a number of seconds");
  } else if (std::isnan(seconds)) {
    outOfRange("timeout", "a number of seconds, not NaN");
    seconds = 0;
  }
  return seconds;
}

bool Arguments::boolean(size_t index, const char* name) {
  bool value = false;
  if (napi_get_value_bool(info_.Env(), info_[index], &value) != napi_ok) {
    wrongType(name, "a boolean");
  }
  return value;
}

std::string Arguments::string(size_t index, const char* name) {
  if (!info_[index].IsString()) {
    wrongType(name, "a string");
    return {};
  }
  std::string text = info_[index].As<Napi::String>().Utf8Value();
  if (text.find('\0') != std::string::npos) outOfRange(name, "a string without null characters");
  return text;
}

std::string Arguments::text(size_t index, const char* name) {
  if (info_[index].IsString()) return string(index, name);
  if (!info_[index].IsTypedArray() && !info_[index].IsDataView()) {
    wrongType(name, "a string or bytes");
    return {};
  }
  const Bytes view = bytes(index, name);
  std::string text(reinterpret_cast<const char*>(view.data), view.length);
  if (text.find('\0') != std::string::npos) outOfRange(name, "bytes without null characters");
  return text;
}

Napi::Function Arguments::function(size_t index, const char* name) {
  if (!info_[index].IsFunction()) wrongType(name, "a function");
  return info_[index].As<Napi::Function>();
}

bool Arguments::typedArray(napi_value value, napi_typedarray_type* type, Bytes* bytes,
                           napi_value* buffer) const {
  size_t count = 0;
  void* data = nullptr;
  if (napi_get_typedarray_info(info_.Env(), value, type, &count, &data, buffer, nullptr) !=
      napi_ok) {
    return false;
  }
  *bytes = {static_cast<uint8_t*>(data), count * elementSize(*type)};
  return elementSize(*type) != 0;
}

Bytes Arguments::bytesOf(napi_value value, const char* name) {
  Bytes bytes;
  auto type = kUnknownType;
  napi_value buffer;
  if (!typedArray(value, &type, &bytes, &buffer)) {
    void* data = nullptr;
    if (!Napi::Value(info_.Env(), value).IsDataView() ||
        napi_get_dataview_info(info_.Env(), value, &bytes.length, &data, &buffer, nullptr) !=
            napi_ok) {
      wrongType(name, "bytes: a Buffer, a typed array or a DataView");
      return {};
    }
    bytes.data = static_cast<uint8_t*>(data);
  }
  refuseDetached(bytes, buffer, name);
  return bytes;
}

// A detached buffer has no length left, so only an empty view needs the second look.
void Arguments::refuseDetached(const Bytes& bytes, napi_value buffer, const char* name) {
  if (bytes.length == 0 && isDetached(info_.Env(), buffer)) {
    wrongType(name, "bytes that are not detached");
  }
}

Bytes Arguments::range(size_t index) {
  const Bytes whole = bytes(index, "buffer");
  const auto length = static_cast<int64_t>(whole.length);
  const int64_t offset = integer(index + 1, "offset", 0, length);
  const int64_t count = integer(index + 2, "length", 0, length - offset);
  return {whole.data + offset, static_cast<size_t>(count)};
}

Bytes Arguments::arrayOf(napi_typedarray_type wanted, size_t index, const char* name,
                         const char* description) {
  Bytes bytes;
  auto type = kUnknownType;
  napi_value buffer;
  if (!typedArray(info_[index], &type, &bytes, &buffer) || type != wanted) {
    wrongType(name, description);
    return {};
  }
  refuseDetached(bytes, buffer, name);
  return bytes;
}

Bytes Arguments::int32Array(size_t index, const char* name) {
  return arrayOf(napi_int32_array, index, name, "an Int32Array");
}

Bytes Arguments::float64Array(size_t index, const char* name) {
  return arrayOf(napi_float64_array, index, name, "a Float64Array");
}

int32_t* Arguments::int32Result(size_t index, const char* name) {
  const Bytes bytes = int32Array(index, name);
  if (areWrong()) return nullptr;
  if (bytes.length == 0) outOfRange(name, "an Int32Array with room for one element");
  return reinterpret_cast<int32_t*>(bytes.data);
}

std::vector<napi_value> Arguments::elements(size_t index, const char* name) {
  return elementsOf(info_[index], name);
}

uint32_t Arguments::lengthOf(napi_value array, const char* name) {
  uint32_t length = 0;
  if (napi_get_array_length(info_.Env(), array, &length) != napi_ok) wrongType(name, "an array");
  return length;
}

std::vector<napi_value> Arguments::elementsOf(napi_value array, const char* name) {
  const uint32_t count = lengthOf(array, name);
  if (count > kMostElements) {
    outOfRange(name, "an array of at most " + std::to_string(kMostElements) + " elements");
    return {};
  }
  std::vector<napi_value> values(count);
  for (uint32_t i = 0; i < count; i++) {
    if (napi_get_element(info_.Env(), array, i, &values[i]) != napi_ok) {
      wrongType(name, "an array whose elements can be read");
      return {};
    }
  }
  return values;
}

}  // namespace bsd_sockets
