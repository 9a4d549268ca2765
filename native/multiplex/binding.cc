// The multiplexers as plain functions over numbers, and the only place that chooses a backend.

#include <algorithm>
#include <climits>
#include <memory>
#include <string>
#include <utility>

#include "../binding/arguments.h"
#include "../binding/instance.h"
#include "../binding/registers.h"
#include "../waiting/blocking.h"
#include "multiplexer.h"

namespace bsd_sockets {

int Multiplexer::highestDescriptor() const { return INT_MAX; }

namespace {

struct Backend {
  const char* name;
  std::unique_ptr<Multiplexer> (*make)();
};

// The best first.
constexpr Backend kBackends[] = {
    {"epoll", makeEpoll},
    {"kqueue", makeKqueue},
    {"poll", makePoll},
    {"select", makeSelect},
};

std::unique_ptr<Multiplexer> make(const std::string& name) {
  for (const Backend& backend : kBackends) {
    if (name == backend.name) return backend.make();
  }
  return nullptr;
}

Napi::Array backendNames(Napi::Env env) {
  Napi::Array names = Napi::Array::New(env);
  for (const Backend& backend : kBackends) {
    if (backend.make() != nullptr) names.Set(names.Length(), backend.name);
  }
  return names;
}

int64_t multiplexerId(RegisterCall& call) {
  return call.arguments.integer(0, "multiplexer", 1, kLargestSafeInteger);
}

Multiplexer* multiplexer(RegisterCall& call) {
  Multiplexer* found = call.instance.multiplexers.find(multiplexerId(call));
  if (found == nullptr) call.arguments.outOfRange("multiplexer", "one that is open");
  return found;
}

int watchable(RegisterCall& call, const Multiplexer* target) {
  const int fd = call.arguments.descriptor(1);
  if (target != nullptr && fd > target->highestDescriptor()) {
    call.arguments.outOfRange("fd", "below FD_SETSIZE: filedescriptor out of range in select()");
  }
  return fd;
}

uint32_t eventMask(RegisterCall& call) {
  return static_cast<uint32_t>(call.arguments.integer(2, "events", 1, kRead | kWrite));
}

Napi::Value open(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  std::unique_ptr<Multiplexer> made = make(arguments.string(0, "backend"));
  if (made == nullptr) arguments.outOfRange("backend", "one that this system has");
  if (arguments.areWrong()) return arguments.raise();
  const int64_t result = made->open();
  if (result < 0) return resultOf(info, result);
  return resultOf(info, instanceOf(info).multiplexers.insert(std::move(made)));
}

// The functions below read their arguments from the registers: (multiplexer, fd, events).

int64_t close(RegisterCall& call) {
  multiplexer(call);
  if (call.arguments.areWrong()) return 0;
  call.instance.multiplexers.erase(multiplexerId(call));
  return 0;
}

int64_t fileno(RegisterCall& call) {
  const Multiplexer* target = multiplexer(call);
  return call.arguments.areWrong() ? 0 : target->fileno();
}

int64_t add(RegisterCall& call) {
  Multiplexer* target = multiplexer(call);
  const int fd = watchable(call, target);
  const uint32_t events = eventMask(call);
  return call.arguments.areWrong() ? 0 : target->add(fd, events);
}

int64_t modify(RegisterCall& call) {
  Multiplexer* target = multiplexer(call);
  const int fd = watchable(call, target);
  const uint32_t events = eventMask(call);
  return call.arguments.areWrong() ? 0 : target->modify(fd, events);
}

int64_t remove(RegisterCall& call) {
  Multiplexer* target = multiplexer(call);
  const int fd = watchable(call, target);
  return call.arguments.areWrong() ? 0 : target->remove(fd);
}

// (multiplexer, ready, timeout)
int64_t wait(RegisterCall& call) {
  const double timeout = prepareToBlock(call, 2);
  Multiplexer* target = multiplexer(call);
  const Bytes pairs = call.arguments.int32Array("ready");
  const size_t capacity = std::min(pairs.length / sizeof(Ready), kLargestBatch);
  if (capacity == 0) call.arguments.outOfRange("ready", "an Int32Array with room for a pair");
  if (call.arguments.areWrong()) return 0;
  auto* ready = reinterpret_cast<Ready*>(pairs.data);
  return waitingCall(
      call.instance.thread, call.env, target->fileno(), timeout,
      [&](const Deadline& deadline) { return target->wait(ready, capacity, deadline); });
}

}  // namespace

void defineMultiplexers(const Definer& define) {
  define.value("multiplexerBackends", backendNames(define.env()));
  define.function<open>("multiplexerOpen");
  define.function("multiplexerClose", callByRegisters<close>);
  define.function("multiplexerFileno", callByRegisters<fileno>);
  define.function("multiplexerAdd", callByRegisters<add>);
  define.function("multiplexerModify", callByRegisters<modify>);
  define.function("multiplexerRemove", callByRegisters<remove>);
  define.function("multiplexerWait", callByRegisters<wait>);
}

}  // namespace bsd_sockets
