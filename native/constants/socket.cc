// The numbers of the socket headers, by name. Names that the system lacks are left out. Where both
// the C library and the kernel have a name, the C library's number is used.

// macOS has the options of RFC 3542 (IPV6_PKTINFO, IPV6_RECVTCLASS, …) only with this definition.
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
// No header has these two; udplite(7) tells programs to define them.
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
