import { printable } from "../../command/printable.ts";
import type { Message } from "../protocol/message.ts";

/** The server's response is an error: its header has `error`. */
export class RequestError extends Error {
  /** The header's `error`: a {@link MessageErrorCode}, or a code of the server's own. Printable. */
  readonly code: string;
  /** The response as it arrived. */
  readonly response: Message;

  constructor(code: string, text: string, response: Message) {
    // The text comes from the peer, and Node prints the message of an uncaught error to the
    // terminal.
    super(printable(text));
    this.code = printable(code);
    this.response = response;
  }
}

/** The server sent a response that no request asked for. */
export class UnexpectedResponseError extends Error {}

/** The client is closed. `cause` is the error that closed it, if any. */
export class ClientClosedError extends Error {}

for (const Class of [RequestError, UnexpectedResponseError, ClientClosedError]) {
  Object.defineProperty(Class.prototype, "name", { value: Class.name, configurable: true });
}

/** Returns the error that a response reports, or undefined for an ordinary response. */
export function errorIn(response: Message): RequestError | undefined {
  const code = response.header["error"];
  if (typeof code !== "string") return undefined;
  return new RequestError(code, textOf(response.content) ?? code, response);
}

// Servers prefix the result because the tutorial's clients only print it.
function textOf(content: unknown): string | undefined {
  const result = (content as { result?: unknown } | null)?.result;
  return typeof result === "string" ? result.replace(/^Error: /u, "") : undefined;
}
