// The functions that start, stop and read the recording of system calls.

#include <pthread.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/syscall.h>
#endif

#include <climits>
#include <deque>
#include <vector>

#include "../binding/arguments.h"
#include "../binding/instance.h"

namespace bsd_sockets {

namespace {

constexpr int64_t kMostRecords = 10'000'000;

// The kernel's id of this thread.
int64_t threadId() {
#ifdef __linux__
  return ::syscall(SYS_gettid);
#else
  uint64_t id = 0;
  pthread_threadid_np(nullptr, &id);
  return static_cast<int64_t>(id);
#endif
}

// (capacity, dataLimit, hasStates, announces, whenCalled)
Napi::Value start(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  Tracer::Settings settings = {};
  settings.capacity = static_cast<size_t>(arguments.integer(0, "capacity", 1, kMostRecords));
  settings.dataLimit = static_cast<size_t>(arguments.integer(1, "dataLimit", 0, INT_MAX));
  settings.hasStates = arguments.boolean(2, "hasStates");
  settings.announces = arguments.boolean(3, "announces");
  if (arguments.areWrong()) return arguments.raise();
  if (!info[4].IsFunction()) {
    arguments.wrongType("whenCalled", "a function");
    return arguments.raise();
  }
  Instance& instance = instanceOf(info);
  instance.tracer.start(
      settings, [&instance] { return instance.thread.isBlocked(); }, info[4].As<Napi::Function>());
  return Napi::Number::New(info.Env(), static_cast<double>(threadId()));
}

Napi::Value stop(const Napi::CallbackInfo& info) {
  instanceOf(info).tracer.stop();
  return info.Env().Undefined();
}

Napi::Array numbersOf(Napi::Env env, const std::vector<int64_t>& numbers) {
  Napi::Array array = Napi::Array::New(env, numbers.size());
  for (uint32_t i = 0; i < numbers.size(); i++) {
    array.Set(i, Napi::Number::New(env, static_cast<double>(numbers[i])));
  }
  return array;
}

Napi::Array piecesOf(Napi::Env env, const std::vector<Piece>& pieces) {
  Napi::Array array = Napi::Array::New(env, pieces.size());
  for (uint32_t i = 0; i < pieces.size(); i++) {
    const Piece& piece = pieces[i];
    Napi::Object object = Napi::Object::New(env);
    object.Set("slot", Napi::Number::New(env, static_cast<double>(piece.slot)));
    object.Set("isAnswer", Napi::Boolean::New(env, piece.isAnswer));
    object.Set("bytes", Napi::Buffer<uint8_t>::Copy(env, piece.bytes.data(), piece.bytes.size()));
    array.Set(i, object);
  }
  return array;
}

Napi::Array statesOf(Napi::Env env, const std::vector<SocketState>& states) {
  Napi::Array array = Napi::Array::New(env, states.size());
  for (uint32_t i = 0; i < states.size(); i++) {
    Napi::Object object = Napi::Object::New(env);
    object.Set("fd", states[i].fd);
    object.Set("state", states[i].state);
    array.Set(i, object);
  }
  return array;
}

Napi::Object objectOf(Napi::Env env, const Record& record) {
  const auto number = [env](auto value) {
    return Napi::Number::New(env, static_cast<double>(value));
  };
  Napi::Object object = Napi::Object::New(env);
  object.Set("number", number(record.number));
  object.Set("name", record.name());
  object.Set("numbers", numbersOf(env, record.numbers()));
  object.Set("pieces", piecesOf(env, record.pieces()));
  object.Set("start", number(record.startNanoseconds()));
  object.Set("duration", number(record.duration()));
  object.Set("result", record.isFinished() ? number(record.result()) : env.Null());
  object.Set("states", statesOf(env, record.states));
  return object;
}

Napi::Value take(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const std::deque<Record> records = instanceOf(info).tracer.take();
  Napi::Array array = Napi::Array::New(env, records.size());
  for (uint32_t i = 0; i < records.size(); i++) array.Set(i, objectOf(env, records[i]));
  return array;
}

// The call that is about to block, or null.
Napi::Value announced(const Napi::CallbackInfo& info) {
  const Record* record = instanceOf(info).tracer.announced();
  if (record == nullptr) return info.Env().Null();
  return objectOf(info.Env(), *record);
}

Napi::Value countLost(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(instanceOf(info).tracer.countLost()));
}

}  // namespace

void defineTrace(const Definer& define) {
  define.function<start>("startTrace");
  define.function<stop>("stopTrace");
  define.function<take>("takeTrace");
  define.function<announced>("announcedCall");
  define.function<countLost>("countLostCalls");
}

}  // namespace bsd_sockets
