import { printable } from "../../command/printable.ts";
import type { Message } from "../protocol/message.ts";

/** An error that the server answered: its response has `error` in the header. */
export class RequestError extends Error {
  /** The header's `error`: a {@link MessageErrorCode}, or another of the server's. Printable. */
  readonly code: string;
  /** The response itself, as it came. */
  readonly response: Message;

  constructor(code: string, text: string, response: Message) {
    // It is a peer's, and Node prints the message of an error that nobody catches.
    super(printable(text));
    this.code = printable(code);
    this.response = response;
  }
}

/** The server sent something that no request had asked for. */
export class UnexpectedResponseError extends Error {}

/** The client is closed; its `cause` is the error that closed it, if one did. */
export class ClientClosedError extends Error {}

for (const Class of [RequestError, UnexpectedResponseError, ClientClosedError]) {
  Object.defineProperty(Class.prototype, "name", { value: Class.name, configurable: true });
}

/** The error that a response tells of; undefined for an ordinary one. */
export function errorIn(response: Message): RequestError | undefined {
  const code = response.header["error"];
  if (typeof code !== "string") return undefined;
  return new RequestError(code, textOf(response.content) ?? code, response);
}

// The tutorial's clients print the result, so there it says itself that it is an error.
function textOf(content: unknown): string | undefined {
  const result = (content as { result?: unknown } | null)?.result;
  return typeof result === "string" ? result.replace(/^Error: /u, "") : undefined;
}
