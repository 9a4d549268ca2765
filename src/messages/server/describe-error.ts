import { OSError } from "../../errors.ts";

/** A response that is none. The text is our own alone, so a log may tell it. */
export class ResponseError extends TypeError {}

/**
 * What a log may say of an error. The message of a handler's error may hold what a peer sent, so of
 * that only the name and the place are told; the text of an OSError is the system's.
 */
export function describeError(error: unknown): string {
  try {
    return description(error);
  } catch {
    // Whatever is thrown may have getters of its own, and be no error but in name.
    return "an error that cannot be described";
  }
}

function description(error: unknown): string {
  if (error instanceof OSError || error instanceof ResponseError) {
    return `${error.name}: ${error.message}`;
  }
  if (!(error instanceof Error)) return `a ${typeof error} was thrown`;
  const place = /^ {4}at .*$/mu.exec(framesOf(error))?.[0].trim();
  return `${error.name} ${place ?? ""}`.trimEnd();
}

/** What the stack says behind the message, whose own lines may look like places. */
function framesOf({ stack = "", message }: Error): string {
  const start = stack.indexOf(message);
  return start === -1 ? "" : stack.slice(start + message.length);
}
