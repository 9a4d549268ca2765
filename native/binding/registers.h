#ifndef BSD_SOCKETS_BINDING_REGISTERS_H
#define BSD_SOCKETS_BINDING_REGISTERS_H

#include <algorithm>
#include <array>
#include <climits>
#include <cstdint>

#include "arguments.h"
#include "instance.h"

namespace bsd_sockets {

// The arguments of a function that programs call for every event. Reading an argument is a call of
// Node-API, and a handful of those costs more than the rest of the way into the kernel. So
// JavaScript writes the numbers to an array, the registers, each at its argument's index, and reads
// the result from the first element. Only an object is passed as an argument of the call.
class RegisterArguments : public ArgumentReader {
 public:
  // Copies the numbers, because prepareToBlock() can run JavaScript that makes such a call too.
  RegisterArguments(napi_env env, const char* function, const double* registers, napi_value object)
      : ArgumentReader(env, function), object_(object) {
    std::copy_n(registers, numbers_.size(), numbers_.begin());
  }

  int64_t integer(size_t index, const char* name, int64_t lowest, int64_t highest) {
    return checked(numbers_[index], name, lowest, highest);
  }
  int integer(size_t index, const char* name) {
    return static_cast<int>(integer(index, name, INT_MIN, INT_MAX));
  }
  int descriptor(size_t index) { return static_cast<int>(integer(index, "fd", 0, INT_MAX)); }
  double timeout(size_t index) { return checkedTimeout(numbers_[index]); }
  Bytes int32Array(const char* name) { return int32ArrayOf(object_, name); }
  // The part of the buffer given by an offset at `index` and the length behind it.
  Bytes range(size_t index) { return rangeOf(this, bytesOf(object_, "buffer"), index); }

 private:
  std::array<double, kRegisters> numbers_;
  napi_value object_;
};

// One call of such a function.
struct RegisterCall {
  napi_env env;
  Instance& instance;
  RegisterArguments arguments;
  // What the call returns, beside its result; undefined unless the function sets it.
  napi_value value = nullptr;
};

// Like prepareToBlock() in waiting/blocking.h.
inline double prepareToBlock(RegisterCall& call, size_t timeoutIndex) {
  const double timeout = call.arguments.timeout(timeoutIndex);
  if (timeout != 0) call.instance.thread.prepareToBlock(call.env);
  return timeout;
}

// Calls such a function from JavaScript. The function returns >= 0, or -errno; after a wrong
// argument its result is ignored.
template <int64_t (*Function)(RegisterCall&)>
napi_value callByRegisters(napi_env env, napi_callback_info info) {
  napi_value object = nullptr;
  size_t count = 1;
  void* data = nullptr;
  if (napi_get_cb_info(env, info, &count, &object, nullptr, &data) != napi_ok) return nullptr;
  const auto& exported = *static_cast<const Export*>(data);
  Instance& instance = *exported.instance;
  RegisterCall call = {env, instance, {env, exported.name, instance.registers, object}, nullptr};
  const int64_t result = Function(call);
  if (call.arguments.areWrong()) return call.arguments.raise();
  reportCalls(instance);
  instance.registers[0] = static_cast<double>(result);
  return call.value;
}

}  // namespace bsd_sockets

#endif
