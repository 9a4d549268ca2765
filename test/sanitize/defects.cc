// An addon with one defect of each kind, for scripts/sanitize/self-check.mjs: a check that does not
// report these would not report defects of the real addon either.

#include <napi.h>

#include <climits>
#include <string>
#include <thread>

namespace {

// Hides a value from the optimizer, which would otherwise notice the defect.
template <typename Value>
Value opaque(Value value) {
  volatile Value hidden = value;
  return hidden;
}

// Through a pointer of unknown origin; otherwise UndefinedBehaviorSanitizer would report it first.
int overflow() {
  int* numbers = new int[4]();
  const int result = *opaque(numbers + opaque(3) + opaque(1));
  delete[] numbers;
  return result;
}

int undefined() { return opaque(INT_MAX) + opaque(1); }

int leak() {
  int* volatile lost = new int[1000]();
  const int result = lost[opaque(1)];
  lost = nullptr;
  return result;
}

int race() {
  int shared = 0;
  const auto add = [&shared] {
    for (int i = 0; i < 1000; i++) shared += opaque(1);
  };
  std::thread first(add);
  std::thread second(add);
  first.join();
  second.join();
  return shared;
}

int uninitialised() {
  int* numbers = new int[4];
  const int result = numbers[opaque(2)] > 0 ? opaque(1) : opaque(2);
  delete[] numbers;
  return result;
}

Napi::Value defect(const Napi::CallbackInfo& info) {
  const std::string name = info[0].ToString();
  int result = -1;
  if (name == "overflow") result = overflow();
  if (name == "undefined") result = undefined();
  if (name == "leak") result = leak();
  if (name == "race") result = race();
  if (name == "uninitialised") result = uninitialised();
  return Napi::Number::New(info.Env(), result);
}

Napi::Object initialize(Napi::Env env, Napi::Object exports) {
  exports.Set("defect", Napi::Function::New(env, defect));
  return exports;
}

NODE_API_MODULE(NODE_GYP_MODULE_NAME, initialize)

}  // namespace
