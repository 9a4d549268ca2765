// The numbers of the system's own headers, by name. A name that the system lacks is left out.

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "../instance.h"
#include "constant.h"

namespace bsd_sockets {

namespace {

constexpr Constant kConstants[] = {
#include "internet.inc"
#include "names.inc"
#include "socket.inc"
    // Enumerators and not macros, in some headers.
    {"SHUT_RD", SHUT_RD},
    {"SHUT_WR", SHUT_WR},
    {"SHUT_RDWR", SHUT_RDWR},
};

}  // namespace

void defineSocketConstants(const Definer& define) {
  define.value("socketConstants", constantsOf(define.env(), kConstants));
}

}  // namespace bsd_sockets
