import type { Target } from "../target.ts";
import { addresses } from "./addresses.ts";
import { messageValues } from "./message-values.ts";
import { messages } from "./messages.ts";
import { natives } from "./natives/natives.ts";
import { netlink } from "./netlink.ts";
import { packets } from "./packets.ts";
import { parsers } from "./parsers.ts";
import { pythonParts } from "./python.ts";
import { structs } from "./struct.ts";
import { trace } from "./trace.ts";

/** All targets. */
export const targets: readonly Target[] = [
  addresses,
  messages,
  messageValues,
  natives,
  parsers,
  structs,
  pythonParts,
  trace,
  netlink,
  packets,
];
