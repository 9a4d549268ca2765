// The numbers of the system's own headers, by name. A name that the system lacks is left out. Where
// the C library and the kernel both have a name, the C library's number is taken.

// The options of RFC 3542 (IPV6_PKTINFO, IPV6_RECVTCLASS, …), which macOS has only for who asks.
#define __APPLE_USE_RFC_3542

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <sys/socket.h>
#include <sys/un.h>
#ifdef __linux__
#include <net/ethernet.h>
#include <netpacket/packet.h>
// No header has these two; udplite(7) has each program define them.
#define UDPLITE_SEND_CSCOV 10
#define UDPLITE_RECV_CSCOV 11
#endif
#ifdef __APPLE__
#include <sys/sys_domain.h>
#endif

#include <iterator>

#include "../binding/instance.h"
#include "constant.h"

namespace bsd_sockets_absent {
#include "absent.inc"
}
using namespace bsd_sockets_absent;

namespace bsd_sockets {

namespace {

constexpr Constant kConstants[] = {
#include "socket.inc"
};

}  // namespace

void defineSocketConstants(const Definer& define) {
  Napi::Object constants = Napi::Object::New(define.env());
  addConstants(constants, kernelConstants());
  addConstants(constants, {kConstants, std::size(kConstants)});
  define.value("socketConstants", constants);
}

}  // namespace bsd_sockets
