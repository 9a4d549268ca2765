import { isPromise } from "node:util/types";

import { KeyboardInterrupt } from "../../errors.ts";
import { encodeWithin } from "../protocol/encoder.ts";
import { highestLimits } from "../protocol/limits.ts";
import type { Message, Outgoing } from "../protocol/message.ts";
import { repr } from "../../python/index.ts";
import { describeError, ResponseError } from "./describe-error.ts";
import type { Peer } from "./handler.ts";
import type { Shared } from "./shared.ts";

/** The type that a server's bytes have in the tutorial. */
const SERVER_BINARY_TYPE = "binary/custom-server-binary-type";

/**
 * The bytes of the handler's response; those of an error when it throws, or gives what is none. How
 * long a response may be is the handler's to say.
 */
export function answerTo(request: Message, peer: Peer, shared: Shared): Buffer {
  try {
    return encodeWithin(responseOf(request, peer, shared), highestLimits, SERVER_BINARY_TYPE);
  } catch (error) {
    if (isInterrupt(error)) throw error;
    shared.settings.log({
      level: "warning",
      event: "the handler failed",
      peer: repr(peer.address),
      detail: repr(describeError(error)),
    });
    return internalError();
  }
}

// A handler may throw anything, a proxy that throws when it is looked at too.
function isInterrupt(error: unknown): boolean {
  try {
    return error instanceof KeyboardInterrupt;
  } catch {
    return false;
  }
}

/** The bytes for a request that we could not answer, which says nothing about why. */
export function internalError(): Buffer {
  return errorAnswer("INTERNAL_ERROR", "The request could not be answered");
}

function responseOf(request: Message, peer: Peer, shared: Shared): Outgoing {
  const response: unknown = shared.handler(request, peer);
  if (typeof response === "object" && response !== null && "content" in response) {
    return response;
  }
  if (isPromise(response)) {
    // Nobody waits for it, and Node ends a process for a rejection that nobody takes.
    response.catch(() => undefined);
    throw new ResponseError("A handler must return a response, not a promise of one");
  }
  throw new ResponseError("A handler must return an object with a content");
}

/**
 * The bytes that tell a peer of an error. The tutorial's clients print the result; others look for
 * `error` in the header.
 */
export function errorAnswer(code: string, text: string): Buffer {
  const answer = { headers: { error: code }, content: { result: `Error: ${text}` } };
  return encodeWithin(answer, highestLimits, SERVER_BINARY_TYPE);
}
