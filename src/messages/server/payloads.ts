import { repr } from "../../python/index.ts";
import type { Handler } from "./handler.ts";
import type { Log } from "./log.ts";

/** Characters of a payload that are shown. */
const SHOWN = 200;

/** A handler whose requests and responses are told, for those who have asked to see them. */
export function tellingPayloads(handler: Handler, log: Log): Handler {
  return (request, peer) => {
    const response = handler(request, peer);
    const about = { level: "warning", peer: repr(peer.address) } as const;
    log({ ...about, event: "request", detail: shown(request.content) });
    log({
      ...about,
      event: "response",
      detail: shown((response as typeof response | null)?.content),
    });
    return response;
  };
}

function shown(content: unknown): string {
  const text = repr(content);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
