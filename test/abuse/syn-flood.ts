import { fileURLToPath } from "node:url";

import { inNamespace, needsNamespace } from "../support/namespace.ts";
import { answerOf } from "../support/peers.ts";
import { Running } from "../support/programs.ts";
import { needsTool } from "../support/tool.ts";
import type { Result } from "./result.ts";
import type { Extent } from "./run.ts";

/** Returns why a SYN flood is not possible here, or false. */
export function needsFlood(): string | false {
  const obstacle = needsTool("ss") || needsNamespace("--net");
  return obstacle === false ? false : `NOT RUN: ${obstacle}`;
}

/** Floods a server with SYNs, in its own network namespace. */
export async function synFlood({ size }: Extent): Promise<Result> {
  const file = fileURLToPath(new URL("./syn-flood-process.js", import.meta.url));
  const [unshare, ...words] = inNamespace("--net");
  await using flood = new Running(unshare, [...words, process.execPath, file, size]);
  return await answerOf<Result>(flood);
}
