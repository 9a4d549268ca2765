import { OSError } from "../../errors.ts";

/** An invalid response of a handler. Its message holds no data from peers, so it may be logged. */
export class ResponseError extends TypeError {}

/**
 * Describes an error for the log. A handler's error message may contain what a peer sent, so only
 * the name and place are returned; an OSError's text comes from the system.
 */
export function describeError(error: unknown): string {
  try {
    return description(error);
  } catch {
    // A thrown value may have getters that throw, or only pretend to be an Error.
    return "an error that cannot be described";
  }
}

function description(error: unknown): string {
  if (error instanceof OSError || error instanceof ResponseError) {
    return `${error.name}: ${error.message}`;
  }
  if (!(error instanceof Error)) return `threw a value of type ${typeof error}`;
  const place = /^ {4}at .*$/mu.exec(framesOf(error))?.[0].trim();
  return `${error.name} ${place ?? ""}`.trimEnd();
}

/** Returns the stack without the message, whose lines might look like stack frames. */
function framesOf({ stack = "", message }: Error): string {
  const start = stack.indexOf(message);
  return start === -1 ? "" : stack.slice(start + message.length);
}
