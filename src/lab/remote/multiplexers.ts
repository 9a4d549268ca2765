import { argumentsText, valueText } from "../call-text.ts";
import type { Ready } from "../protocol.ts";
import type { Caller } from "./caller.ts";
import type { Step } from "./step.ts";

/** What can be watched: a socket or an epoll of the process, or the number of a descriptor. */
export type Watched = { readonly name: string } | number;

/** How something watched stands in a request. */
export function watchedReference(watched: Watched): unknown {
  return typeof watched === "number" ? watched : { $thing: watched.name };
}

/** A named poll object of a process. */
export class RemotePoll {
  readonly name: string;
  protected readonly process: Caller;
  readonly #fd: number | undefined;

  /** Only an epoll has a descriptor. */
  constructor(process: Caller, name: string, fd?: number) {
    this.process = process;
    this.name = name;
    this.#fd = fd;
  }

  /** Watches something. */
  register(watched: Watched, events: number): Step<undefined> {
    return this.call("register", [watchedReference(watched), events]);
  }

  /** Changes the events. */
  modify(watched: Watched, events: number): Step<undefined> {
    return this.call("modify", [watchedReference(watched), events]);
  }

  /** Watches it no more. */
  unregister(watched: Watched): Step<undefined> {
    return this.call("unregister", [watchedReference(watched)]);
  }

  /**
   * Waits for events: seconds for an epoll, milliseconds for a poll object, as in Python; null waits
   * for ever. Its outcome is `"conn IN, other OUT"`, or `"nothing"`.
   */
  poll(timeout: number | null = null): Step<readonly Ready[]> {
    return this.call("poll", [timeout]);
  }

  /** Has the process call a method. */
  protected call<Result>(method: string, args: readonly unknown[]): Step<Result> {
    const kind = this.#fd === undefined ? "poll" : "epoll";
    const writer = `${kind}${method[0]!.toUpperCase()}${method.slice(1)}`;
    const isWait = method === "poll";
    return this.process.step({
      request: { kind: "call", target: this.name, method, args },
      call: `${this.name}.${method}(${argumentsText(writer, args)})`,
      show: valueText,
      // The descriptor tells it from the epoll in which a process waits for its next request.
      ...(isWait && { mayBlockIn: kind === "poll" ? "poll" : "epoll_wait", fd: this.#fd }),
    });
  }
}

/** A named epoll of a process. */
export class RemoteEpoll extends RemotePoll {
  /** Closes it. */
  close(): Step<undefined> {
    return this.call("close", []);
  }
}
