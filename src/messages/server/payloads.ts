import { isUint8Array } from "node:util/types";

import { repr } from "../../python/index.ts";
import type { Handler } from "./handler.ts";
import type { Log } from "./log.ts";

/** Characters of a payload to log. */
const SHOWN = 200;

/** Wraps a handler so that its requests and responses are logged. */
export function loggingPayloads(handler: Handler, log: Log): Handler {
  return (request, peer) => {
    const about = { level: "warning", peer: repr(peer.address) } as const;
    // Log the request before handling it: it matters most when the handler fails.
    log({ ...about, event: "request", detail: shown(request.content) });
    const response = handler(request, peer);
    const detail = shownResponse(response);
    if (detail !== undefined) log({ ...about, event: "response", detail });
    return response;
  };
}

/**
 * Describes the content as it will be sent; undefined for an invalid response, which is logged
 * elsewhere.
 */
function shownResponse(response: unknown): string | undefined {
  try {
    const { content } = response as { readonly content: unknown };
    // Plain JSON values cannot run code in repr().
    return shown(isUint8Array(content) ? content : JSON.parse(JSON.stringify(content)));
  } catch {
    return undefined;
  }
}

function shown(content: unknown): string {
  const text = repr(content);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
