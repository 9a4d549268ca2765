#include <napi.h>

#include "blocking.h"
#include "instance.h"

namespace bsd_sockets {

namespace {

Napi::Object initialize(Napi::Env env, Napi::Object exports) {
  auto* instance = new Instance;
  env.SetInstanceData(instance);
  const Definer define(env, exports, instance);
  defineLifecycle(define);
  defineTransfer(define);
  defineOptions(define);
  defineAddress(define);
  defineByteOrder(define);
  defineResolve(define);
  defineMultiplexers(define);
  defineInterrupt(define);
  defineSocketConstants(define);
  defineLayouts(define);
  defineErrno(define);
  define.value("TIMED_OUT", Napi::Number::New(env, static_cast<double>(kTimedOut)));
  return exports;
}

}  // namespace

NODE_API_MODULE(NODE_GYP_MODULE_NAME, initialize)

}  // namespace bsd_sockets
