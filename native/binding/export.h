#ifndef BSD_SOCKETS_BINDING_EXPORT_H
#define BSD_SOCKETS_BINDING_EXPORT_H

#include <napi.h>

namespace bsd_sockets {

struct Instance;

// The data of a native function: the instance it belongs to, and its name.
struct Export {
  Instance* instance;
  const char* name;
};

inline const Export& exportOf(const Napi::CallbackInfo& info) {
  return *static_cast<const Export*>(info.Data());
}

}  // namespace bsd_sockets

#endif
