#ifndef BSD_SOCKETS_CONSTANTS_CONSTANT_H
#define BSD_SOCKETS_CONSTANTS_CONSTANT_H

#include <napi.h>

#include <cstdint>

namespace bsd_sockets {

struct Constant {
  const char* name;
  int64_t value;
};

template <size_t Count>
Napi::Object constantsOf(Napi::Env env, const Constant (&constants)[Count]) {
  Napi::Object object = Napi::Object::New(env);
  for (const Constant& constant : constants) {
    object.Set(constant.name, Napi::Number::New(env, static_cast<double>(constant.value)));
  }
  return object;
}

}  // namespace bsd_sockets

#endif
