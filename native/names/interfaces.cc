// The network interfaces: their names and numbers.

#include <net/if.h>

#include <memory>
#include <string>

#include "../binding/arguments.h"
#include "../binding/instance.h"
#include "../syscall.h"

namespace bsd_sockets {

namespace {

// Converts 0 or a null pointer, with which these functions report a failure, to -1.
template <typename Call>
int64_t succeeds(Call call) {
  return resultOrErrno(call() ? 0 : -1);
}

Napi::Value interfaceNameIndex(const Napi::CallbackInfo& info) {
  struct if_nameindex* list = nullptr;
  const int64_t result = succeeds([&] { return (list = ::if_nameindex()) != nullptr; });
  if (result < 0) return resultOf(info, result);
  const std::unique_ptr<struct if_nameindex, void (*)(struct if_nameindex*)> owner(
      list, ::if_freenameindex);
  const Napi::Env env = info.Env();
  Napi::Array interfaces = Napi::Array::New(env);
  for (const struct if_nameindex* found = list; found->if_index != 0; found++) {
    Napi::Array entry = Napi::Array::New(env, 2);
    entry.Set(0u, Napi::Number::New(env, found->if_index));
    entry.Set(1u, Napi::String::New(env, found->if_name));
    interfaces.Set(interfaces.Length(), entry);
  }
  return interfaces;
}

Napi::Value interfaceNameToIndex(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const std::string name = arguments.text(0, "name");
  if (arguments.areWrong()) return arguments.raise();
  unsigned int index = 0;
  const int64_t result = succeeds([&] { return (index = ::if_nametoindex(name.c_str())) != 0; });
  return resultOf(info, result < 0 ? result : index);
}

Napi::Value interfaceIndexToName(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const auto index = static_cast<unsigned int>(arguments.integer(0, "if_index", 0, UINT32_MAX));
  if (arguments.areWrong()) return arguments.raise();
  char name[IF_NAMESIZE] = "";
  const int64_t result = succeeds([&] { return ::if_indextoname(index, name) != nullptr; });
  if (result < 0) return resultOf(info, result);
  return Napi::String::New(info.Env(), name);
}

}  // namespace

void defineInterfaces(const Definer& define) {
  define.function<interfaceNameIndex>("if_nameindex");
  define.function<interfaceNameToIndex>("if_nametoindex");
  define.function<interfaceIndexToName>("if_indextoname");
}

}  // namespace bsd_sockets
