#ifndef BSD_SOCKETS_REGISTERS_H
#define BSD_SOCKETS_REGISTERS_H

#include <algorithm>
#include <array>

#include "arguments.h"
#include "instance.h"

namespace bsd_sockets {

// The arguments of a function that programs call for every event. Its numbers come by registers: an
// array that JavaScript writes to, each at its argument's index, and its result goes back in the
// first. To read an argument is a call of Node-API, and a handful of those costs more than the rest
// of the way into the kernel. What is no number is the one argument of the call itself.
class RegisterArguments : public ArgumentReader {
 public:
  // Copies them, for prepareToBlock() can run JavaScript that makes such a call too.
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
  // The part of the buffer that the numbers at `index` and behind it name.
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
  // What the call itself returns, beside its result; undefined unless the function sets it.
  napi_value value = nullptr;
};

// As for other functions that may block.
inline double prepareToBlock(RegisterCall& call, size_t timeoutIndex) {
  const double timeout = call.arguments.timeout(timeoutIndex);
  if (timeout != 0) call.instance.thread.prepareToBlock(call.env);
  return timeout;
}

// The way from JavaScript to such a function, which gives a result >= 0, or -errno; what it gives
// for arguments that are wrong does not matter.
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
  tellCalls(instance);
  instance.registers[0] = static_cast<double>(result);
  return call.value;
}

}  // namespace bsd_sockets

#endif
