import { b, str } from "../../python/index.ts";
import type { Message, Outgoing } from "../protocol/message.ts";

const answers = new Map<unknown, string>([
  ["morpheus", "Follow the white rabbit. \u{1f430}"],
  ["ring", "In the caves beneath the Misty Mountains. \u{1f48d}"],
  ["\u{1f436}", "\u{1f43e} Playing ball! \u{1f3d0}"],
]);

/**
 * Responds like the tutorial's app server: looks up searches, and echoes the first bytes of binary
 * content.
 */
export function tutorialHandler(request: Message): Outgoing {
  if (Buffer.isBuffer(request.content)) {
    return {
      type: "binary/custom-server-binary-type",
      content: b`First 10 bytes of request: ${request.content.subarray(0, 10)}`,
    };
  }
  const { action, value } = (request.content ?? {}) as { action?: unknown; value?: unknown };
  if (action !== "search") {
    return { content: { result: `Error: invalid action '${str(action ?? null)}'.` } };
  }
  return { content: { result: answers.get(value) ?? `No match for '${str(value ?? null)}'.` } };
}
