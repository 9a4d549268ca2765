#ifndef BSD_SOCKETS_EXPORT_H
#define BSD_SOCKETS_EXPORT_H

#include <napi.h>

namespace bsd_sockets {

struct Instance;

// What a native function carries: the load of the addon that it belongs to, and its own name.
struct Export {
  Instance* instance;
  const char* name;
};

inline const Export& exportOf(const Napi::CallbackInfo& info) {
  return *static_cast<const Export*>(info.Data());
}

}  // namespace bsd_sockets

#endif
