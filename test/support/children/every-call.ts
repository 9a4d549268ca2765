// Makes each of the package's system calls on descriptors, successfully and unsuccessfully.

import { openSync } from "node:fs";

import { OSError } from "bsd-sockets/errors";
import * as select from "bsd-sockets/select";
import * as selectors from "bsd-sockets/selectors";
import * as socket from "bsd-sockets/socket";

/** Makes a call that must fail. */
function fails(call: () => unknown): void {
  try {
    call();
  } catch (error) {
    if (error instanceof OSError) return;
    throw error;
  }
  throw new Error("should have failed");
}

/** Makes a call that may need privileges. */
function tries(call: () => unknown): void {
  try {
    call();
  } catch (error) {
    if (!(error instanceof OSError)) throw error;
  }
}

const listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM);
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1);
socket.setOption(listener, "SO_LINGER", { onoff: true, linger: 1 });
listener.bind(["127.0.0.1", 0]);
listener.listen();
listener.setblocking(false);
fails(() => listener.accept());

const client = socket.socket();
client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1);
client.setblocking(false);
client.connect_ex(listener.getsockname());
select.select([listener], [], [], 50);
select.select([listener], [client], [client], null);
const [server] = listener.accept();
client.getpeername();
fails(() => client.recv(10));
fails(() => client.getsockopt(socket.SOL_SOCKET, 12_345));
fails(() => client.getsockopt(socket.IPPROTO_TCP, 12_345));
fails(() => client.getsockopt(socket.IPPROTO_IP, 0));
fails(() => client.recvmsg(10, 100));

// Reads SO_ERROR after connecting.
const patient = socket.socket();
patient.settimeout(5);
patient.connect(listener.getsockname());

// Names that share their number with others.
client.getsockopt(socket.IPPROTO_TCP, socket.TCP_SYNCNT!);
client.getsockopt(socket.IPPROTO_TCP, socket.TCP_INQ!);
client.getsockopt(socket.IPPROTO_IP, socket.IP_RETOPTS);
fails(() => client.getsockopt(socket.SOL_SOCKET, socket.SO_DETACH_FILTER!));
// Options of other kinds of sockets.
fails(() => client.getsockopt(socket.SOL_PACKET!, socket.PACKET_AUXDATA!));
fails(() => client.getsockopt(socket.SOL_NETLINK!, socket.NETLINK_EXT_ACK!));

const poller = select.poll();
poller.register(server, select.POLLIN);
poller.register(client);
poller.poll(5000);
// This one reports a hang-up.
poller.register(socket.socket(), select.POLLOUT | select.POLLWRNORM);
poller.poll(5000);
server.settimeout(0.01);
fails(() => server.recv(10));

server.sendall(Buffer.from('Grüße \x01\x7f1 "quoted" \\ \n and more than what is shown'));
client.recv(5, socket.MSG_PEEK);
client.recv(100);
// A stream has no sender's address.
server.sendall(Buffer.from("and again"));
client.recvfrom(100);
const file = openSync(process.argv[1]!, "r");
server.sendfile({ fileno: () => file }, 0, 10);

const selector = new selectors.EpollSelector!();
selector.register(server, selectors.EVENT_READ | selectors.EVENT_WRITE);
selector.select(5);
selector.modify(server, selectors.EVENT_READ);
selector.select(0);
selector.unregister(server);
selector.close();

server.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR);
server.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE);
server.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8);
socket.getOption(server, "TCP_INFO");
server.shutdown(socket.SHUT_WR);
server.close();

const [left, right] = socket.socketpair();
left.sendmsg(
  [Buffer.from("ab"), Buffer.from("cd")],
  [[socket.SOL_SOCKET, socket.SCM_RIGHTS, new Int32Array([file])]],
);
right.recvmsg(10, 100);
left.close();
right.recv(1);
fails(() => right.send(Buffer.from("nobody")));

const datagrams = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM);
datagrams.bind(["::1", 0]);
datagrams.sendto(
  Buffer.from("a datagram that is longer than the part shown"),
  datagrams.getsockname(),
);
datagrams.recvfrom(100);
datagrams.dup().close();
datagrams.getblocking();
datagrams.get_inheritable();
datagrams.set_inheritable(true);
fails(() => datagrams.sendto(Buffer.alloc(1), ["::1", 0]));

const unix = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM);
unix.bind(`\0bsd-sockets-${process.pid}`);
fails(() => {
  unix.connect("/no/such/path");
});

const netlink = socket.socket(
  socket.AF_NETLINK!,
  socket.SOCK_RAW | socket.SOCK_NONBLOCK!,
  socket.NETLINK_SOCK_DIAG,
);
netlink.bind([0, 5]);
tries(() => socket.socket(socket.AF_PACKET!, socket.SOCK_RAW, socket.htons(socket.ETH_P_IP!)));
