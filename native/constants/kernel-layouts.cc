// The structs of Linux's own headers, which have more fields than the C library's.

#include "layout.h"

#ifdef __linux__

#include <linux/net_tstamp.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>

#include <cstdint>
#include <vector>

namespace bsd_sockets {

namespace {

Layout tcpInfo() {
  return LayoutOf<tcp_info>("tcp_info")
      .field(BSD_SOCKETS_FIELD(tcpi_state))
      .field(BSD_SOCKETS_FIELD(tcpi_ca_state))
      .field(BSD_SOCKETS_FIELD(tcpi_retransmits))
      .field(BSD_SOCKETS_FIELD(tcpi_probes))
      .field(BSD_SOCKETS_FIELD(tcpi_backoff))
      .field(BSD_SOCKETS_FIELD(tcpi_options))
      .field(BSD_SOCKETS_FIELD(tcpi_snd_wscale))
      .field(BSD_SOCKETS_FIELD(tcpi_rcv_wscale))
      .field(BSD_SOCKETS_FIELD(tcpi_delivery_rate_app_limited))
      .field(BSD_SOCKETS_FIELD(tcpi_fastopen_client_fail))
      .field(BSD_SOCKETS_FIELD(tcpi_rto))
      .field(BSD_SOCKETS_FIELD(tcpi_ato))
      .field(BSD_SOCKETS_FIELD(tcpi_snd_mss))
      .field(BSD_SOCKETS_FIELD(tcpi_rcv_mss))
      .field(BSD_SOCKETS_FIELD(tcpi_unacked))
      .field(BSD_SOCKETS_FIELD(tcpi_sacked))
      .field(BSD_SOCKETS_FIELD(tcpi_lost))
      .field(BSD_SOCKETS_FIELD(tcpi_retrans))
      .field(BSD_SOCKETS_FIELD(tcpi_fackets))
      .field(BSD_SOCKETS_FIELD(tcpi_last_data_sent))
      .field(BSD_SOCKETS_FIELD(tcpi_last_ack_sent))
      .field(BSD_SOCKETS_FIELD(tcpi_last_data_recv))
      .field(BSD_SOCKETS_FIELD(tcpi_last_ack_recv))
      .field(BSD_SOCKETS_FIELD(tcpi_pmtu))
      .field(BSD_SOCKETS_FIELD(tcpi_rcv_ssthresh))
      .field(BSD_SOCKETS_FIELD(tcpi_rtt))
      .field(BSD_SOCKETS_FIELD(tcpi_rttvar))
      .field(BSD_SOCKETS_FIELD(tcpi_snd_ssthresh))
      .field(BSD_SOCKETS_FIELD(tcpi_snd_cwnd))
      .field(BSD_SOCKETS_FIELD(tcpi_advmss))
      .field(BSD_SOCKETS_FIELD(tcpi_reordering))
      .field(BSD_SOCKETS_FIELD(tcpi_rcv_rtt))
      .field(BSD_SOCKETS_FIELD(tcpi_rcv_space))
      .field(BSD_SOCKETS_FIELD(tcpi_total_retrans))
      .field(BSD_SOCKETS_FIELD(tcpi_pacing_rate))
      .field(BSD_SOCKETS_FIELD(tcpi_max_pacing_rate))
      .field(BSD_SOCKETS_FIELD(tcpi_bytes_acked))
      .field(BSD_SOCKETS_FIELD(tcpi_bytes_received))
      .field(BSD_SOCKETS_FIELD(tcpi_segs_out))
      .field(BSD_SOCKETS_FIELD(tcpi_segs_in))
      .field(BSD_SOCKETS_FIELD(tcpi_notsent_bytes))
      .field(BSD_SOCKETS_FIELD(tcpi_min_rtt))
      .field(BSD_SOCKETS_FIELD(tcpi_data_segs_in))
      .field(BSD_SOCKETS_FIELD(tcpi_data_segs_out))
      .field(BSD_SOCKETS_FIELD(tcpi_delivery_rate))
      .field(BSD_SOCKETS_FIELD(tcpi_busy_time))
      .field(BSD_SOCKETS_FIELD(tcpi_rwnd_limited))
      .field(BSD_SOCKETS_FIELD(tcpi_sndbuf_limited))
      .field(BSD_SOCKETS_FIELD(tcpi_delivered))
      .field(BSD_SOCKETS_FIELD(tcpi_delivered_ce))
      .field(BSD_SOCKETS_FIELD(tcpi_bytes_sent))
      .field(BSD_SOCKETS_FIELD(tcpi_bytes_retrans))
      .field(BSD_SOCKETS_FIELD(tcpi_dsack_dups))
      .field(BSD_SOCKETS_FIELD(tcpi_reord_seen))
      .field(BSD_SOCKETS_FIELD(tcpi_rcv_ooopack))
      .field(BSD_SOCKETS_FIELD(tcpi_snd_wnd))
      .field(BSD_SOCKETS_FIELD(tcpi_rcv_wnd))
      .field(BSD_SOCKETS_FIELD(tcpi_rehash))
      .field(BSD_SOCKETS_FIELD(tcpi_total_rto))
      .field(BSD_SOCKETS_FIELD(tcpi_total_rto_recoveries))
      .field(BSD_SOCKETS_FIELD(tcpi_total_rto_time))
      .field(BSD_SOCKETS_FIELD(tcpi_received_ce))
      .field(BSD_SOCKETS_FIELD(tcpi_delivered_e1_bytes))
      .field(BSD_SOCKETS_FIELD(tcpi_delivered_e0_bytes))
      .field(BSD_SOCKETS_FIELD(tcpi_delivered_ce_bytes))
      .field(BSD_SOCKETS_FIELD(tcpi_received_e1_bytes))
      .field(BSD_SOCKETS_FIELD(tcpi_received_e0_bytes))
      .field(BSD_SOCKETS_FIELD(tcpi_received_ce_bytes))
      .field(BSD_SOCKETS_FIELD(tcpi_ecn_mode))
      .field(BSD_SOCKETS_FIELD(tcpi_accecn_opt_seen))
      .field(BSD_SOCKETS_FIELD(tcpi_accecn_fail_mode));
}

// SO_MEMINFO is an array of numbers; the header has their indexes.
Layout memoryInfo() {
  const auto place = [](const char* name, size_t index) {
    return Field{name, index * sizeof(uint32_t), sizeof(uint32_t), false, 0, 0};
  };
  return {"sk_meminfo",
          SK_MEMINFO_VARS * sizeof(uint32_t),
          {place("rmem_alloc", SK_MEMINFO_RMEM_ALLOC), place("rcvbuf", SK_MEMINFO_RCVBUF),
           place("wmem_alloc", SK_MEMINFO_WMEM_ALLOC), place("sndbuf", SK_MEMINFO_SNDBUF),
           place("fwd_alloc", SK_MEMINFO_FWD_ALLOC), place("wmem_queued", SK_MEMINFO_WMEM_QUEUED),
           place("optmem", SK_MEMINFO_OPTMEM), place("backlog", SK_MEMINFO_BACKLOG),
           place("drops", SK_MEMINFO_DROPS)}};
}

Layout transmitTime() {
  return LayoutOf<sock_txtime>("sock_txtime")
      .field(BSD_SOCKETS_FIELD(clockid))
      .field(BSD_SOCKETS_FIELD(flags));
}

Layout repairWindow() {
  return LayoutOf<tcp_repair_window>("tcp_repair_window")
      .field(BSD_SOCKETS_FIELD(snd_wl1))
      .field(BSD_SOCKETS_FIELD(snd_wnd))
      .field(BSD_SOCKETS_FIELD(max_window))
      .field(BSD_SOCKETS_FIELD(rcv_wnd))
      .field(BSD_SOCKETS_FIELD(rcv_wup));
}

}  // namespace

std::vector<Layout> kernelLayouts() {
  return {tcpInfo(), memoryInfo(), transmitTime(), repairWindow()};
}

}  // namespace bsd_sockets

#else

namespace bsd_sockets {

std::vector<Layout> kernelLayouts() { return {}; }

}  // namespace bsd_sockets

#endif
