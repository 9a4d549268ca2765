import type { Target } from "../target.ts";
import { messageValues } from "./message-values.ts";
import { messages } from "./messages.ts";
import { natives } from "./natives/natives.ts";
import { netlink } from "./netlink.ts";
import { packets } from "./packets.ts";
import { pythonParts } from "./python.ts";
import { structs } from "./struct.ts";
import { trace } from "./trace.ts";

/** Everything that is fuzzed. */
export const targets: readonly Target[] = [messages, messageValues, natives, structs, pythonParts, trace, netlink, packets];
