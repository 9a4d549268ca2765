import { isUint8Array } from "node:util/types";

import { repr } from "../../python/index.ts";
import type { Handler } from "./handler.ts";
import type { Log } from "./log.ts";

/** Characters of a payload that are shown. */
const SHOWN = 200;

/** A handler whose requests and responses are told, for those who have asked to see them. */
export function tellingPayloads(handler: Handler, log: Log): Handler {
  return (request, peer) => {
    const about = { level: "warning", peer: repr(peer.address) } as const;
    // Before it is answered: one that the handler fails at is looked for most.
    log({ ...about, event: "request", detail: shown(request.content) });
    const response = handler(request, peer);
    const detail = shownResponse(response);
    if (detail !== undefined) log({ ...about, event: "response", detail });
    return response;
  };
}

/** The content as it is sent; undefined for a response that cannot be, which is told by itself. */
function shownResponse(response: unknown): string | undefined {
  try {
    const { content } = response as { readonly content: unknown };
    // What JSON makes of it is plain: it has no words of its own for repr.
    return shown(isUint8Array(content) ? content : JSON.parse(JSON.stringify(content)));
  } catch {
    return undefined;
  }
}

function shown(content: unknown): string {
  const text = repr(content);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
