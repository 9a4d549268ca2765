#include <napi.h>

#include "binding/instance.h"
#include "waiting/blocking.h"

namespace bsd_sockets {

namespace {

Napi::Value makeRegisters(Napi::Env env, Instance* instance) {
  auto registers = Napi::Float64Array::New(env, kRegisters);
  instance->registersArray = Napi::Reference<Napi::Float64Array>::New(registers, 1);
  instance->registers = registers.Data();
  return registers;
}

// JavaScript reads here whether any descriptor was closed: see Waker::moment().
Napi::Value makeMoment(Napi::Env env, Instance* instance) {
  auto moment = Napi::Float64Array::New(env, sizeof(ShownMoment) / sizeof(double));
  instance->momentArray = Napi::Reference<Napi::Float64Array>::New(moment, 1);
  Waker::showMoment(&instance->thread, reinterpret_cast<ShownMoment*>(moment.Data()));
  return moment;
}

Napi::Object initialize(Napi::Env env, Napi::Object exports) {
  auto* instance = new Instance;
  env.SetInstanceData(instance);
  const Definer define(env, exports, instance);
  define.value("registers", makeRegisters(env, instance));
  define.value("moment", makeMoment(env, instance));
  defineLifecycle(define);
  defineDescriptor(define);
  defineTransfer(define);
  defineMessage(define);
  defineControl(define);
  defineOptions(define);
  defineAddress(define);
  defineByteOrder(define);
  defineResolve(define);
  defineNameInfo(define);
  defineHost(define);
  defineServices(define);
  defineNumeric(define);
  defineInterfaces(define);
  defineHostname(define);
  defineMultiplexers(define);
  defineSelect(define);
  definePoll(define);
  defineEpoll(define);
  defineKqueue(define);
  defineInterrupt(define);
  defineSelectConstants(define);
  defineSocketConstants(define);
  defineLayouts(define);
  defineErrno(define);
  defineTrace(define);
  define.value("TIMED_OUT", Napi::Number::New(env, static_cast<double>(kTimedOut)));
  return exports;
}

}  // namespace

NODE_API_MODULE(NODE_GYP_MODULE_NAME, initialize)

}  // namespace bsd_sockets
