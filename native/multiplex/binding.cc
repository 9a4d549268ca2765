// The multiplexers as plain functions over numbers, and the one place where a backend is chosen.

#include <algorithm>

#include "../arguments.h"
#include "../blocking.h"
#include "../instance.h"
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

int64_t multiplexerId(Arguments* arguments) {
  return arguments->integer(0, "multiplexer", 1, kLargestSafeInteger);
}

Multiplexer* multiplexer(const Napi::CallbackInfo& info, Arguments* arguments) {
  const int64_t id = multiplexerId(arguments);
  Multiplexer* found = instanceOf(info).multiplexers.find(id);
  if (found == nullptr) arguments->outOfRange("multiplexer", "one that is open");
  return found;
}

int watchable(Arguments* arguments, const Multiplexer* target) {
  const int fd = arguments->descriptor(1);
  if (target != nullptr && fd > target->highestDescriptor()) {
    arguments->outOfRange("fd", "below FD_SETSIZE: filedescriptor out of range in select()");
  }
  return fd;
}

uint32_t eventMask(Arguments* arguments) {
  return static_cast<uint32_t>(arguments->integer(2, "events", 1, kRead | kWrite));
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

Napi::Value close(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  multiplexer(info, &arguments);
  if (arguments.areWrong()) return arguments.raise();
  instanceOf(info).multiplexers.erase(multiplexerId(&arguments));
  return resultOf(info, 0);
}

Napi::Value fileno(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const Multiplexer* target = multiplexer(info, &arguments);
  if (arguments.areWrong()) return arguments.raise();
  return resultOf(info, target->fileno());
}

Napi::Value add(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  Multiplexer* target = multiplexer(info, &arguments);
  const int fd = watchable(&arguments, target);
  const uint32_t events = eventMask(&arguments);
  if (arguments.areWrong()) return arguments.raise();
  return resultOf(info, target->add(fd, events));
}

Napi::Value modify(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  Multiplexer* target = multiplexer(info, &arguments);
  const int fd = watchable(&arguments, target);
  const uint32_t events = eventMask(&arguments);
  if (arguments.areWrong()) return arguments.raise();
  return resultOf(info, target->modify(fd, events));
}

Napi::Value remove(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  Multiplexer* target = multiplexer(info, &arguments);
  const int fd = watchable(&arguments, target);
  if (arguments.areWrong()) return arguments.raise();
  return resultOf(info, target->remove(fd));
}

Napi::Value wait(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const double timeout = prepareToBlock(info, &arguments, 2);
  Multiplexer* target = multiplexer(info, &arguments);
  const Bytes pairs = arguments.int32Array(1, "ready");
  const size_t capacity = std::min(pairs.length / sizeof(Ready), kLargestBatch);
  if (capacity == 0) arguments.outOfRange("ready", "an Int32Array with room for a pair");
  if (arguments.areWrong()) return arguments.raise();
  auto* ready = reinterpret_cast<Ready*>(pairs.data);
  return resultOf(info, waitingCall(instanceOf(info).thread, info.Env(), timeout,
                                    [&](const Deadline& deadline) {
                                      return target->wait(ready, capacity, deadline);
                                    }));
}

}  // namespace

void defineMultiplexers(const Definer& define) {
  define.value("multiplexerBackends", backendNames(define.env()));
  define.function<open>("multiplexerOpen");
  define.function<close>("multiplexerClose");
  define.function<fileno>("multiplexerFileno");
  define.function<add>("multiplexerAdd");
  define.function<modify>("multiplexerModify");
  define.function<remove>("multiplexerRemove");
  define.function<wait>("multiplexerWait");
}

}  // namespace bsd_sockets
