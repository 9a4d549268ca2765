// The structs of socket options: their sizes and fields in the system's headers.

#define __APPLE_USE_RFC_3542

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#ifdef __APPLE__
#include <sys/ucred.h>
#endif

#include <vector>

#include "../binding/instance.h"
#include "layout.h"

namespace bsd_sockets {

namespace {

std::vector<Layout> socketLayouts() {
  return {
      LayoutOf<linger>("linger")
          .field(BSD_SOCKETS_FIELD(l_onoff))
          .field(BSD_SOCKETS_FIELD(l_linger)),
      LayoutOf<timeval>("timeval")
          .field(BSD_SOCKETS_FIELD(tv_sec))
          .field(BSD_SOCKETS_FIELD(tv_usec)),
#ifdef __linux__
      LayoutOf<ucred>("ucred")
          .field(BSD_SOCKETS_FIELD(pid))
          .field(BSD_SOCKETS_FIELD(uid))
          .field(BSD_SOCKETS_FIELD(gid)),
#endif
#ifdef __APPLE__
      LayoutOf<xucred>("xucred")
          .field(BSD_SOCKETS_FIELD(cr_version))
          .field(BSD_SOCKETS_FIELD(cr_uid))
          .field(BSD_SOCKETS_FIELD(cr_ngroups))
          .field(BSD_SOCKETS_FIELD(cr_groups)),
#endif
  };
}

std::vector<Layout> internetLayouts() {
  return {
      LayoutOf<ip_mreqn>("ip_mreqn")
          .field(BSD_SOCKETS_FIELD(imr_multiaddr))
          .field(BSD_SOCKETS_FIELD(imr_address))
          .field(BSD_SOCKETS_FIELD(imr_ifindex)),
      LayoutOf<ip_mreq_source>("ip_mreq_source")
          .field(BSD_SOCKETS_FIELD(imr_multiaddr))
          .field(BSD_SOCKETS_FIELD(imr_interface))
          .field(BSD_SOCKETS_FIELD(imr_sourceaddr)),
      LayoutOf<ipv6_mreq>("ipv6_mreq")
          .field(BSD_SOCKETS_FIELD(ipv6mr_multiaddr))
          .field(BSD_SOCKETS_FIELD(ipv6mr_interface)),
      LayoutOf<group_req>("group_req")
          .field(BSD_SOCKETS_FIELD(gr_interface))
          .field(BSD_SOCKETS_FIELD(gr_group)),
      LayoutOf<group_source_req>("group_source_req")
          .field(BSD_SOCKETS_FIELD(gsr_interface))
          .field(BSD_SOCKETS_FIELD(gsr_group))
          .field(BSD_SOCKETS_FIELD(gsr_source)),
      LayoutOf<ip6_mtuinfo>("ip6_mtuinfo")
          .field(BSD_SOCKETS_FIELD(ip6m_addr))
          .field(BSD_SOCKETS_FIELD(ip6m_mtu)),
  };
}

Napi::Object fieldObject(Napi::Env env, const Field& field) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("offset", static_cast<double>(field.offset));
  object.Set("size", static_cast<double>(field.size));
  object.Set("isSigned", field.isSigned);
  object.Set("shift", field.shift);
  object.Set("bits", field.bits);
  return object;
}

void addLayouts(Napi::Object layouts, const std::vector<Layout>& added) {
  const Napi::Env env = layouts.Env();
  for (const Layout& layout : added) {
    Napi::Object fields = Napi::Object::New(env);
    for (const Field& field : layout.fields) fields.Set(field.name, fieldObject(env, field));
    Napi::Object object = Napi::Object::New(env);
    object.Set("size", static_cast<double>(layout.size));
    object.Set("fields", fields);
    layouts.Set(layout.name, object);
  }
}

}  // namespace

void defineLayouts(const Definer& define) {
  Napi::Object layouts = Napi::Object::New(define.env());
  addLayouts(layouts, kernelLayouts());
  addLayouts(layouts, socketLayouts());
  addLayouts(layouts, internetLayouts());
  define.value("layouts", layouts);
}

}  // namespace bsd_sockets
