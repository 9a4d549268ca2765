import { RuntimeError } from "../../errors.ts";
import type { AnyAddress, Socket } from "../../socket/index.ts";
import type { Message, Outgoing } from "../protocol/message.ts";
import { Channel } from "./channel.ts";
import { type ClientAddress, connectTo } from "./connect.ts";
import { Connection } from "./connection.ts";
import { ClientClosedError, errorIn } from "./errors.ts";
import { type ClientOptions, type ClientSettings, clientSettings } from "./options.ts";
import { RequestSource } from "./request-source.ts";

/** Options of {@link MessageClient.requests}. */
export interface PipelineOptions {
  /**
   * Shut down the sending side after the last request; you can send nothing after that. Default
   * false.
   */
  readonly finish?: boolean;
  /**
   * For an error response, `"throw"` throws a {@link RequestError} and `"give"` yields the
   * response. Default `"throw"`.
   */
  readonly errors?: "throw" | "give";
}

/**
 * A client of a message server. It has one connection; each request blocks the thread until the
 * response arrives.
 *
 *     using client = MessageClient.connect(["localhost", 65432]);
 *     const { content } = client.request({ content: { action: "search", value: "ring" } });
 *
 * After an error such as a timeout, the next bytes on the connection could belong to either
 * request, so the client closes itself. A {@link RequestError} leaves it open.
 */
export class MessageClient implements Disposable {
  readonly #channel: Channel;
  /** The server's address, from `getpeername(2)`. */
  readonly address: AnyAddress;
  #isBusy = false;
  #isClosed = false;
  #reason: unknown = undefined;

  private constructor(sock: Socket, settings: ClientSettings) {
    this.address = sock.getpeername();
    this.#channel = new Channel(new Connection(sock), settings);
  }

  /**
   * Connects to a server. Tries the host's addresses in turn, each with a timeout.
   *
   * @throws OSError ECONNREFUSED, … of the last address, with the errors of all in `cause`;
   *   TimeoutError; gaierror for an unknown name; TypeError or RangeError for an invalid address or
   *   option
   */
  static connect(address: ClientAddress, options: ClientOptions = {}): MessageClient {
    const settings = clientSettings(options);
    const sock = connectTo(address, settings);
    try {
      return new MessageClient(sock, settings);
    } catch (error) {
      sock.close();
      throw error;
    }
  }

  /** False once it is closed, by {@link MessageClient.close} or by an error. */
  get isOpen(): boolean {
    return !this.#isClosed;
  }

  /**
   * Sends a request and waits for its response.
   *
   * @throws RequestError for an error response; TimeoutError, whose message begins with the
   *   option's name; ConnectionError when the connection is lost, IncompleteMessageError inside a
   *   response; another MessageError for a response that breaks the protocol or a limit;
   *   UnexpectedResponseError; ClientClosedError; KeyboardInterrupt. An invalid request also throws
   *   MessageError, before any of it is sent.
   */
  request(outgoing: Outgoing): Message {
    const [response] = this.requests([outgoing]);
    return response!;
  }

  /**
   * Sends requests in a pipeline and yields their responses in order, as they arrive. Requests are
   * taken from the iterable only as fast as the connection accepts them, at most a window ahead of
   * the responses. So there may be any number of them, but a request cannot depend on a response of
   * the same pipeline.
   *
   * Leaving the loop while responses are due closes the client.
   *
   * @throws the errors of {@link MessageClient.request}, after all responses that arrived before.
   *   An invalid request, or an error thrown by the iterable, ends the pipeline: the error is
   *   thrown after the responses to the requests before it, and the client stays open.
   */
  *requests(
    outgoing: Iterable<Outgoing>,
    options: PipelineOptions = {},
  ): Generator<Message, void, undefined> {
    const { finish = false, errors = "throw" } = options;
    this.#enter();
    try {
      using source = new RequestSource(outgoing);
      for (let message; (message = this.#next(source, finish)) !== null;) {
        if (errors === "throw") throwErrorIn(message);
        this.#channel.pause();
        yield message;
        this.#channel.resume();
      }
      if (source.error !== undefined) throw source.error as Error;
    } finally {
      this.#leave();
    }
  }

  /**
   * Shuts down the sending side: `shutdown(2)` with SHUT_WR. The server then knows that no more
   * requests come.
   *
   * @throws ClientClosedError
   * @see https://man7.org/linux/man-pages/man2/shutdown.2.html
   */
  finish(): void {
    this.#checkReady();
    this.#channel.finish();
  }

  /** Closes the connection. Calling it again does nothing. */
  close(): void {
    this.#close(undefined);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #checkReady(): void {
    if (this.#isClosed) {
      throw new ClientClosedError("The client is closed", { cause: this.#reason });
    }
    if (this.#isBusy) throw new RuntimeError("This client is already running a pipeline");
  }

  #enter(): void {
    this.#checkReady();
    if (this.#channel.isFinished) throw new ClientClosedError("The client has finished sending");
    this.#isBusy = true;
    this.#channel.begin();
  }

  #next(source: RequestSource, finish: boolean): Message | null {
    if (this.#isClosed) this.#checkReady();
    try {
      return this.#channel.next(() => source.next(), finish);
    } catch (error) {
      // The iterable may have closed the client; report that instead of the error it caused.
      if (this.#isClosed) this.#checkReady();
      this.#close(error);
      throw error;
    }
  }

  #leave(): void {
    this.#isBusy = false;
    if (this.#channel.waiting > 0) {
      this.#close(new Error("The caller left a pipeline before all responses arrived"));
    }
  }

  #close(reason: unknown): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#reason = reason;
    this.#channel[Symbol.dispose]();
  }
}

function throwErrorIn(message: Message): void {
  const error = errorIn(message);
  if (error !== undefined) throw error;
}

/**
 * Connects, sends one request, and returns its response. Use {@link MessageClient} for several.
 *
 * @throws the errors of {@link MessageClient.connect} and {@link MessageClient.request}
 */
export function request(
  address: ClientAddress,
  outgoing: Outgoing,
  options: ClientOptions = {},
): Message {
  using client = MessageClient.connect(address, options);
  return client.request(outgoing);
}
