import type { Experiment } from "../experiment.ts";
import acceptAfterReset from "./accept-after-reset.ts";
import backlog from "./backlog.ts";
import blockingModes from "./blocking-modes.ts";
import brokenPipeOrReset from "./broken-pipe-or-reset.ts";
import bufferArithmetic from "./buffer-arithmetic.ts";
import closeInAnotherThread from "./close-in-another-thread.ts";
import connectEx from "./connect-ex.ts";
import cork from "./cork.ts";
import deferAccept from "./defer-accept.ts";
import emfile from "./emfile.ts";
import epollAndDup from "./epoll-and-dup.ts";
import epollRefusals from "./epoll-refusals.ts";
import fdPassing from "./fd-passing.ts";
import fdSetsize from "./fd-setsize.ts";
import freshSocket from "./fresh-socket.ts";
import halfClose from "./half-close.ts";
import interruptedCall from "./interrupted-call.ts";
import keepaliveAndUserTimeout from "./keepalive-and-user-timeout.ts";
import levelOrEdge from "./level-or-edge.ts";
import linger from "./linger.ts";
import liveDup from "./live-dup.ts";
import messageBoundaries from "./message-boundaries.ts";
import nagle from "./nagle.ts";
import neverAccepted from "./never-accepted.ts";
import outOfBand from "./out-of-band.ts";
import partialSend from "./partial-send.ts";
import peek from "./peek.ts";
import portExhaustion from "./port-exhaustion.ts";
import portSharing from "./port-sharing.ts";
import reuseAddressUdp from "./reuse-address-udp.ts";
import reuseAddress from "./reuse-address.ts";
import reuseportDrain from "./reuseport-drain.ts";
import selfConnect from "./self-connect.ts";
import soError from "./so-error.ts";
import staleEvent from "./stale-event.ts";
import thunderingHerd from "./thundering-herd.ts";
import timeWait from "./time-wait.ts";
import truncation from "./truncation.ts";
import udpErrors from "./udp-errors.ts";
import unixBacklog from "./unix-backlog.ts";
import wouldBlock from "./would-block.ts";

/** All experiments, in the order in which they teach. */
export const experiments: readonly Experiment[] = [
  wouldBlock,
  interruptedCall,
  blockingModes,
  freshSocket,
  connectEx,
  selfConnect,
  backlog,
  neverAccepted,
  acceptAfterReset,
  deferAccept,
  messageBoundaries,
  partialSend,
  bufferArithmetic,
  nagle,
  cork,
  halfClose,
  liveDup,
  closeInAnotherThread,
  brokenPipeOrReset,
  soError,
  linger,
  timeWait,
  reuseAddress,
  reuseAddressUdp,
  portSharing,
  reuseportDrain,
  portExhaustion,
  peek,
  truncation,
  outOfBand,
  udpErrors,
  unixBacklog,
  fdPassing,
  levelOrEdge,
  epollAndDup,
  staleEvent,
  epollRefusals,
  fdSetsize,
  emfile,
  thunderingHerd,
  keepaliveAndUserTimeout,
];

/** The file of an experiment of this folder. */
export function moduleOf({ name }: Experiment): string {
  return new URL(`./${name}.js`, import.meta.url).href;
}
