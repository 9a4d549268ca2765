import { argumentsText, valueText } from "../call-text.ts";
import type { Ready } from "../protocol.ts";
import type { Caller } from "./caller.ts";
import type { Step } from "./step.ts";

/** What can be watched: a socket or epoll of the process, or a descriptor number. */
export type Watched = { readonly name: string } | number;

/** Returns the argument that stands for a watched object in a request. */
export function watchedReference(watched: Watched): unknown {
  return typeof watched === "number" ? watched : { $object: watched.name };
}

/** A poll object in another process. */
export class RemotePoll {
  readonly name: string;
  protected readonly process: Caller;
  readonly #fd: number | undefined;

  /** `fd` is the descriptor of an epoll; a poll object has none. */
  constructor(process: Caller, name: string, fd?: number) {
    this.process = process;
    this.name = name;
    this.#fd = fd;
  }

  /** Starts watching a socket or descriptor. */
  register(watched: Watched, events: number): Step<undefined> {
    return this.call("register", [watchedReference(watched), events]);
  }

  /** Changes the events of a watched socket or descriptor. */
  modify(watched: Watched, events: number): Step<undefined> {
    return this.call("modify", [watchedReference(watched), events]);
  }

  /** Stops watching a socket or descriptor. */
  unregister(watched: Watched): Step<undefined> {
    return this.call("unregister", [watchedReference(watched)]);
  }

  /**
   * Waits for events. The timeout is in seconds for an epoll and in milliseconds for a poll object, as
   * in Python; null waits forever. The step's outcome is `"conn IN, other OUT"`, or `"nothing"`.
   */
  poll(timeout: number | null = null): Step<readonly Ready[]> {
    return this.call("poll", [timeout]);
  }

  /** Makes the process call a method. */
  protected call<Result>(method: string, args: readonly unknown[]): Step<Result> {
    const kind = this.#fd === undefined ? "poll" : "epoll";
    const writer = `${kind}${method[0]!.toUpperCase()}${method.slice(1)}`;
    const isWait = method === "poll";
    return this.process.step({
      request: { kind: "call", target: this.name, method, args },
      call: `${this.name}.${method}(${argumentsText(writer, args)})`,
      show: valueText,
      // The descriptor distinguishes it from the epoll of the process's own event loop.
      ...(isWait && { mayBlockIn: kind === "poll" ? "poll" : "epoll_wait", fd: this.#fd }),
    });
  }
}

/** An epoll in another process. */
export class RemoteEpoll extends RemotePoll {
  /** Closes the epoll. */
  close(): Step<undefined> {
    return this.call("close", []);
  }
}
