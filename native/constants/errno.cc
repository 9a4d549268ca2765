// The numbers of errno.h, and strerror.

#include <cerrno>
#include <cstring>

#include "../binding/arguments.h"
#include "../binding/instance.h"
#include "constant.h"

namespace bsd_sockets {

namespace {

constexpr Constant kConstants[] = {
#include "errno.inc"
};

Napi::Value errorText(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  const int number = arguments.integer(0, "errno");
  if (arguments.areWrong()) return arguments.raise();
  return Napi::String::New(info.Env(), std::strerror(number));
}

}  // namespace

void defineErrno(const Definer& define) {
  define.value("errnoConstants", constantsOf(define.env(), kConstants));
  define.function<errorText>("strerror");
}

}  // namespace bsd_sockets
