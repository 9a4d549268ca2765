#ifndef BSD_SOCKETS_CONSTANTS_CONSTANT_H
#define BSD_SOCKETS_CONSTANTS_CONSTANT_H

#include <napi.h>

#include "table.h"

namespace bsd_sockets {

// Adds the constants that exist to an object. A name that it has already gets the new number.
inline void addConstants(Napi::Object object, const ConstantTable& table) {
  for (size_t index = 0; index < table.count; index++) {
    const Constant& constant = table.constants[index];
    if (constant.value == kAbsent) continue;
    object.Set(constant.name, Napi::Number::New(object.Env(), static_cast<double>(constant.value)));
  }
}

template <size_t Count>
Napi::Object constantsOf(Napi::Env env, const Constant (&constants)[Count]) {
  Napi::Object object = Napi::Object::New(env);
  addConstants(object, {constants, Count});
  return object;
}

}  // namespace bsd_sockets

#endif
