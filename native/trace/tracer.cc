#include "tracer.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cstring>
#include <utility>
#include <vector>

namespace bsd_sockets {

std::atomic<int> recordingThreads{0};

namespace {

thread_local Tracer* tracerOfThisThread = nullptr;

}  // namespace

Tracer* Tracer::ofThisThread() { return tracerOfThisThread; }

void Tracer::start(const Settings& settings, std::function<bool()> isBlocking,
                   Napi::Function whenCalled) {
  settings_ = settings;
  isBlocking_ = std::move(isBlocking);
  whenCalled_ = Napi::Persistent(whenCalled);
  if (isStarted_) return;
  isStarted_ = true;
  count_ = 0;
  lost_ = 0;
  tracerOfThisThread = this;
  recordingThreads++;
}

void Tracer::stop() {
  if (!isStarted_) return;
  isStarted_ = false;
  recordingThreads--;
  if (tracerOfThisThread == this) tracerOfThisThread = nullptr;
  whenCalled_.Reset();
  records_.clear();
  sockets_.clear();
}

void Tracer::announce(Record* record) {
  if (!settings_.announces || !isBlocking_()) return;
  record->number = count_ + 1;
  announced_ = record;
  call();
  announced_ = nullptr;
}

void Tracer::finish(Record record) {
  if (!isStarted_) return;
  record.number = ++count_;
  if (settings_.hasStates) {
    watch(record);
    record.states = findStates();
  }
  records_.push_back(std::move(record));
  if (records_.size() <= settings_.capacity) return;
  records_.pop_front();
  lost_++;
}

void Tracer::deliver() {
  if (isStarted_ && !records_.empty()) call();
}

void Tracer::call() {
  if (isDelivering_) return;
  const Napi::Env env = whenCalled_.Env();
  // A pending exception comes first; the calls are delivered with the next ones.
  if (env.IsExceptionPending()) return;
  const Napi::HandleScope scope(env);
  isDelivering_ = true;
  napi_value result = nullptr;
  napi_call_function(env, env.Undefined(), whenCalled_.Value(), 0, nullptr, &result);
  isDelivering_ = false;
}

std::deque<Record> Tracer::take() { return std::exchange(records_, {}); }

// Keeps the set of the thread's sockets: those that socket and accept4 made, until they are closed.
void Tracer::watch(const Record& record) {
  const auto fd = static_cast<int>(record.result());
  if (fd < 0) return;
  if (std::strcmp(record.name(), "close") == 0) {
    sockets_.erase(static_cast<int>(record.numbers()[0]));
  } else if (std::strcmp(record.name(), "socket") == 0 ||
             std::strncmp(record.name(), "accept", 6) == 0) {
    sockets_.insert(fd);
  }
}

std::vector<SocketState> Tracer::findStates() {
  std::vector<SocketState> states;
#ifdef __linux__
  for (const int fd : sockets_) {
    tcp_info information = {};
    socklen_t length = sizeof information.tcpi_state;
    if (::getsockopt(fd, IPPROTO_TCP, TCP_INFO, &information, &length) == -1) continue;
    states.push_back({fd, information.tcpi_state});
  }
#endif
  return states;
}

}  // namespace bsd_sockets
