import * as socket from "../../socket/index.ts";

const [RTM_NEWLINK, NLM_F_REQUEST, NLM_F_ACK, IFF_UP] = [16, 1, 4, 1];
const LOOPBACK = 1;
const HEADER_SIZE = 16;
const MESSAGE_SIZE = 32;

/** Sets the loopback interface of this network namespace up or down: rtnetlink(7). */
export function setLoopback(isUp: boolean): void {
  const words = new Uint32Array(MESSAGE_SIZE / 4);
  // struct nlmsghdr: length, type and flags; then struct ifinfomsg: index, flags and mask of flags.
  words[0] = MESSAGE_SIZE;
  new Uint16Array(words.buffer).set([RTM_NEWLINK, NLM_F_REQUEST | NLM_F_ACK], 2);
  words.set([LOOPBACK, isUp ? IFF_UP : 0, IFF_UP], HEADER_SIZE / 4 + 1);
  using route = socket.socket(socket.AF_NETLINK!, socket.SOCK_RAW, socket.NETLINK_ROUTE);
  route.send(words);
  const answer = new Int32Array(256);
  route.recv_into(answer);
  const error = answer[HEADER_SIZE / 4]!;
  if (error !== 0) throw new Error(`cannot set the loopback interface: errno ${-error}`);
}
