// The numbers of the headers of select, poll, epoll and kqueue, by CPython's names.

#include <limits.h>
#include <poll.h>
#include <sys/select.h>
#ifdef __linux__
#include <sys/epoll.h>
#endif

#include "../binding/instance.h"
#include "../multiplex/kqueue.h"
#include "constant.h"

namespace bsd_sockets {

namespace {

constexpr Constant kConstants[] = {
#include "select.inc"
};

}  // namespace

void defineSelectConstants(const Definer& define) {
  define.value("selectConstants", constantsOf(define.env(), kConstants));
}

}  // namespace bsd_sockets
