import type { Experiment } from "../experiment.ts";
import acceptAfterReset from "./accept-after-reset.ts";
import backlog from "./backlog.ts";
import brokenPipeOrReset from "./broken-pipe-or-reset.ts";
import connectEx from "./connect-ex.ts";
import deferAccept from "./defer-accept.ts";
import freshSocket from "./fresh-socket.ts";
import halfClose from "./half-close.ts";
import interruptedCall from "./interrupted-call.ts";
import linger from "./linger.ts";
import neverAccepted from "./never-accepted.ts";
import portSharing from "./port-sharing.ts";
import reuseAddress from "./reuse-address.ts";
import reuseAddressUdp from "./reuse-address-udp.ts";
import soError from "./so-error.ts";
import timeWait from "./time-wait.ts";
import wouldBlock from "./would-block.ts";

/** All experiments, in the order in which they teach. */
export const experiments: readonly Experiment[] = [
  wouldBlock,
  interruptedCall,
  freshSocket,
  connectEx,
  backlog,
  neverAccepted,
  acceptAfterReset,
  deferAccept,
  halfClose,
  brokenPipeOrReset,
  soError,
  linger,
  timeWait,
  reuseAddress,
  reuseAddressUdp,
  portSharing,
];

/** The file of an experiment of this folder. */
export function moduleOf({ name }: Experiment): string {
  return new URL(`./${name}.js`, import.meta.url).href;
}
