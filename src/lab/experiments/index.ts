import type { Chapter, Experiment } from "../experiment.ts";
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

/** The experiments by topic, in teaching order. */
export const chapters: readonly Chapter[] = [
  {
    name: "blocking",
    title: "Blocking and non-blocking calls",
    about:
      "When a call sleeps, what it returns on a non-blocking socket instead, and what wakes it up.",
    experiments: [wouldBlock, interruptedCall, blockingModes],
  },
  {
    name: "connecting",
    title: "Connecting and accepting",
    about:
      "What connect() returns before the connection is established, how many clients a listener's queue holds, and what accept() returns.",
    experiments: [
      freshSocket,
      connectEx,
      selfConnect,
      backlog,
      neverAccepted,
      acceptAfterReset,
      deferAccept,
    ],
  },
  {
    name: "streams",
    title: "Sending and receiving over TCP",
    about:
      "TCP is a stream of bytes without message boundaries: how much fits into the buffers, when it is sent, and how it arrives.",
    experiments: [messageBoundaries, partialSend, bufferArithmetic, nagle, cork, peek, outOfBand],
  },
  {
    name: "closing",
    title: "Closing, resets and dead peers",
    about: "How a connection ends, which error each side gets, and when it gets none.",
    experiments: [
      halfClose,
      liveDup,
      closeInAnotherThread,
      brokenPipeOrReset,
      soError,
      linger,
      keepaliveAndUserTimeout,
    ],
  },
  {
    name: "ports",
    title: "Ports and addresses",
    about: "Which sockets can bind an address, and when: TIME_WAIT, SO_REUSEADDR, SO_REUSEPORT.",
    experiments: [
      timeWait,
      reuseAddress,
      reuseAddressUdp,
      portSharing,
      reuseportDrain,
      portExhaustion,
    ],
  },
  {
    name: "datagrams",
    title: "Datagrams",
    about: "What happens to datagrams that are too large, and to those sent to a closed port.",
    experiments: [truncation, udpErrors],
  },
  {
    name: "unix",
    title: "Unix sockets",
    about: "Paths, full queues, and passing descriptors to another process.",
    experiments: [unixBacklog, fdPassing],
  },
  {
    name: "multiplexing",
    title: "select, poll and epoll",
    about: "What select(), poll() and epoll report, what they refuse, and where they mislead.",
    experiments: [
      levelOrEdge,
      epollAndDup,
      staleEvent,
      epollRefusals,
      fdSetsize,
      emfile,
      thunderingHerd,
    ],
  },
];

/** All experiments, in the order of the chapters. */
export const experiments: readonly Experiment[] = chapters.flatMap(
  (chapter) => chapter.experiments,
);

/** Returns the URL of an experiment's file. */
export function moduleOf({ name }: Experiment): string {
  return new URL(`./${name}.js`, import.meta.url).href;
}
