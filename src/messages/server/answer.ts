import { isPromise } from "node:util/types";

import { KeyboardInterrupt } from "../../errors.ts";
import { encodeWithin } from "../protocol/encoder.ts";
import { highestLimits } from "../protocol/limits.ts";
import type { Message, Outgoing } from "../protocol/message.ts";
import { repr } from "../../python/index.ts";
import { describeError, ResponseError } from "./describe-error.ts";
import type { Peer } from "./handler.ts";
import type { Shared } from "./shared.ts";

/** The content-type of binary responses in the tutorial. */
const SERVER_BINARY_TYPE = "binary/custom-server-binary-type";

/**
 * Encodes the handler's response, or an error response if the handler throws or returns something
 * else. The size of a response is the handler's choice: only the protocol's own limits apply.
 */
export function answerTo(request: Message, peer: Peer, shared: Shared): Buffer {
  try {
    return encodeWithin(responseOf(request, peer, shared), highestLimits, SERVER_BINARY_TYPE);
  } catch (error) {
    if (isInterrupt(error)) throw error;
    shared.settings.log({
      level: "warning",
      event: "handler failed",
      peer: repr(peer.address),
      detail: repr(describeError(error)),
    });
    return internalError();
  }
}

// A handler may throw anything, even a proxy that throws when it is inspected.
function isInterrupt(error: unknown): boolean {
  try {
    return error instanceof KeyboardInterrupt;
  } catch {
    return false;
  }
}

/** Encodes the response to a request that could not be handled. It does not say why. */
export function internalError(): Buffer {
  return errorAnswer("INTERNAL_ERROR", "The request could not be handled");
}

function responseOf(request: Message, peer: Peer, shared: Shared): Outgoing {
  const response: unknown = shared.handler(request, peer);
  if (typeof response === "object" && response !== null && "content" in response) {
    return response;
  }
  if (isPromise(response)) {
    // Nothing awaits this promise; unhandled, its rejection would end the process.
    response.catch(() => undefined);
    throw new ResponseError("The handler must return a response, not a promise");
  }
  throw new ResponseError("The handler must return an object with content");
}

/**
 * Encodes an error response. The tutorial's clients print the result; other clients look for
 * `error` in the header.
 */
export function errorAnswer(code: string, text: string): Buffer {
  const answer = { headers: { error: code }, content: { result: `Error: ${text}` } };
  return encodeWithin(answer, highestLimits, SERVER_BINARY_TYPE);
}
