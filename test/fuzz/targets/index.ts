import type { Target } from "../target.ts";
import { netlink } from "./netlink.ts";
import { packets } from "./packets.ts";
import { trace } from "./trace.ts";

/** Everything that is fuzzed. */
export const targets: readonly Target[] = [trace, netlink, packets];
