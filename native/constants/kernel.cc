// The numbers of Linux's own headers, which have more names than the C library's.

#include "table.h"

#ifdef __linux__

// linux/errqueue.h needs timespec and does not include it.
#include <ctime>
#include <iterator>

#include <asm/socket.h>
#include <linux/errqueue.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/net_tstamp.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netlink.h>
#include <linux/rds.h>
#include <linux/tcp.h>
#include <linux/udp.h>

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

ConstantTable kernelConstants() { return {kConstants, std::size(kConstants)}; }

}  // namespace bsd_sockets

#else

namespace bsd_sockets {

ConstantTable kernelConstants() { return {nullptr, 0}; }

}  // namespace bsd_sockets

#endif
