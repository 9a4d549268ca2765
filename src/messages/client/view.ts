import { OSError, gaierror } from "../../errors.ts";
import { repr } from "../../python/index.ts";
import { jsonText, printable } from "../../command/printable.ts";
import { reasonOf } from "../../command/lookup-reasons.ts";
import { CommandFailure } from "../../command/run.ts";
import { MessageError } from "../protocol/errors.ts";
import type { Message } from "../protocol/message.ts";
import { UnexpectedResponseError } from "./errors.ts";

/**
 * Formats a response as one line: its result, like the tutorial's client, or else its whole
 * content.
 */
export function responseLine({ content }: Message): string {
  if (content instanceof Uint8Array) return repr(content);
  const result = (content as { result?: unknown } | null)?.result;
  if (typeof result === "string") return printable(result);
  return jsonText(content);
}

/** Formats a response as one line of JSON: the header, and the content (base64 for bytes). */
export function responseJson({ header, content }: Message): string {
  const shown = Buffer.isBuffer(content) ? { base64: content.toString("base64") } : { content };
  return jsonText({ header, ...shown });
}

/**
 * Turns an error of the network or the server into a one-line failure; returns other errors as they
 * are.
 */
export function failureOf(error: unknown, where: string): unknown {
  if (error instanceof MessageError) return new CommandFailure(`${where}: ${error.message}`);
  if (error instanceof UnexpectedResponseError)
    return new CommandFailure(`${where}: ${error.message}`);
  // A failed write to standard output; runCommand() handles it.
  if (!(error instanceof OSError) || error.syscall === "write") return error;
  const { cause } = error;
  const all = cause instanceof AggregateError ? (cause.errors as OSError[]) : [error];
  return new CommandFailure(`${where}: ${all.map(meaningOf).join("; ")}`);
}

function meaningOf(error: OSError): string {
  if (error instanceof gaierror) return `${error.strerror}. ${reasonOf(error.errno)}`.trimEnd();
  const place = error.port === undefined ? "" : `${error.address ?? ""} port ${error.port}: `;
  if (error.errno === null) return error.strerror;
  return `${place}${error.strerror}${error.code === undefined ? "" : ` (${error.code})`}`;
}
