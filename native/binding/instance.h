#ifndef BSD_SOCKETS_BINDING_INSTANCE_H
#define BSD_SOCKETS_BINDING_INSTANCE_H

#include <napi.h>

#include <cstdint>
#include <deque>

#include "../descriptor.h"
#include "../interrupt/interrupt.h"
#include "../multiplex/multiplexer.h"
#include "../trace/tracer.h"
#include "export.h"

namespace bsd_sockets {

// The most arguments of any function that reads them from the registers.
constexpr size_t kRegisters = 6;

// The state of the addon in one JavaScript thread. It is destroyed with the environment.
struct Instance {
  JavaScriptThread thread;
  Tracer tracer;
  MultiplexerTable multiplexers;
  // The numbers of a call that reads them from here: see registers.h. The memory is JavaScript's.
  double* registers = nullptr;
  Napi::Reference<Napi::Float64Array> registersArray;
  Napi::Reference<Napi::Float64Array> momentArray;
  OwnedDescriptors descriptors{thread};
  // A deque, because functions point to its elements.
  std::deque<Export> exports;
};

inline Instance& instanceOf(const Napi::CallbackInfo& info) { return *exportOf(info).instance; }

// A result of the raw layer: >= 0, or -errno.
inline Napi::Value resultOf(const Napi::CallbackInfo& info, int64_t result) {
  napi_value value = nullptr;
  // The faster function, for nearly all results.
  if (result >= INT32_MIN && result <= INT32_MAX) {
    napi_create_int32(info.Env(), static_cast<int32_t>(result), &value);
  } else {
    napi_create_int64(info.Env(), result, &value);
  }
  return Napi::Value(info.Env(), value);
}

// Ends every native function: reports the system calls that it made to the listeners of a trace.
inline void reportCalls(Instance& instance) {
  if (__builtin_expect(isAnyThreadRecording(), false)) instance.tracer.deliver();
}

// Adds native functions and values to the exports by their JavaScript names.
class Definer {
 public:
  Definer(Napi::Env env, Napi::Object exports, Instance* instance)
      : env_(env), exports_(exports), instance_(instance) {}

  template <Napi::Value (*Callback)(const Napi::CallbackInfo&)>
  void function(const char* name) const {
    exports_.Set(name, Napi::Function::New<call<Callback>>(env_, name, exported(name)));
  }
  void function(const char* name, napi_callback callback) const {
    napi_value made = nullptr;
    napi_create_function(env_, name, NAPI_AUTO_LENGTH, callback, exported(name), &made);
    exports_.Set(name, made);
  }
  void value(const char* name, Napi::Value value) const { exports_.Set(name, value); }
  Napi::Env env() const { return env_; }

 private:
  Export* exported(const char* name) const {
    return &instance_->exports.emplace_back(Export{instance_, name});
  }

  template <Napi::Value (*Callback)(const Napi::CallbackInfo&)>
  static Napi::Value call(const Napi::CallbackInfo& info) {
    const Napi::Value result = Callback(info);
    reportCalls(instanceOf(info));
    return result;
  }

  Napi::Env env_;
  mutable Napi::Object exports_;
  Instance* instance_;
};

// One for each file that defines native functions.
void defineInterrupt(const Definer& define);
void defineAddress(const Definer& define);
void defineInternetAddress(const Definer& define);
void defineUnixAddress(const Definer& define);
void defineLinuxAddresses(const Definer& define);
void defineByteOrder(const Definer& define);
void defineLifecycle(const Definer& define);
void defineDescriptor(const Definer& define);
void defineTransfer(const Definer& define);
void defineMessage(const Definer& define);
void defineControl(const Definer& define);
void defineOptions(const Definer& define);
void defineResolve(const Definer& define);
void defineNameInfo(const Definer& define);
void defineHost(const Definer& define);
void defineServices(const Definer& define);
void defineNumeric(const Definer& define);
void defineInterfaces(const Definer& define);
void defineHostname(const Definer& define);
void defineMultiplexers(const Definer& define);
void defineSelect(const Definer& define);
void definePoll(const Definer& define);
void defineEpoll(const Definer& define);
void defineKqueue(const Definer& define);
void defineSelectConstants(const Definer& define);
void defineSocketConstants(const Definer& define);
void defineLayouts(const Definer& define);
void defineErrno(const Definer& define);
void defineTrace(const Definer& define);

}  // namespace bsd_sockets

#endif
