import { RuntimeError } from "../../errors.ts";
import type { AnyAddress, Socket } from "../../socket/index.ts";
import type { Message, Outgoing } from "../protocol/message.ts";
import { Channel } from "./channel.ts";
import { type ClientAddress, connectTo } from "./connect.ts";
import { Connection } from "./connection.ts";
import { ClientClosedError, errorIn } from "./errors.ts";
import { type ClientOptions, type ClientSettings, clientSettings } from "./options.ts";
import { RequestSource } from "./request-source.ts";

/** How {@link MessageClient.requests} is to go about it. */
export interface PipelineOptions {
  /** Whether to tell the server when the last request is sent; nothing can be sent after that. */
  readonly finish?: boolean;
  /** Whether to throw a {@link RequestError} for an error response, which is usual, or to give the response. */
  readonly errors?: "throw" | "give";
}

/**
 * A client of a message server: one connection, and requests on it, each of which blocks the thread
 * until its response is there.
 *
 *     using client = MessageClient.connect(["localhost", 65432]);
 *     const { content } = client.request({ content: { action: "search", value: "ring" } });
 *
 * After an error that leaves it open what the connection holds next, such as a timeout, it is closed:
 * no response is ever taken for that of another request. A {@link RequestError} leaves it open.
 */
export class MessageClient implements Disposable {
  readonly #channel: Channel;
  /** The server's address, as `getpeername(2)` gives it. */
  readonly address: AnyAddress;
  #isBusy = false;
  #isClosed = false;
  #reason: unknown = undefined;

  private constructor(sock: Socket, settings: ClientSettings) {
    this.address = sock.getpeername();
    this.#channel = new Channel(new Connection(sock), settings);
  }

  /**
   * Connects to a server. The addresses of a host are tried in turn, each with a timeout.
   *
   * @throws OSError ECONNREFUSED, … of the last address, whose `cause` has those of all; TimeoutError;
   *   gaierror for a name that is unknown; TypeError or RangeError for options that are none
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
   * @throws RequestError for an error that the server answers; TimeoutError, whose message begins with
   *   the option's name; ConnectionError when the server is gone, IncompleteMessageError within a
   *   response; another MessageError for a response that breaks the protocol or a limit;
   *   UnexpectedResponseError; ClientClosedError; KeyboardInterrupt. A request that cannot be made is a
   *   MessageError too, and nothing of it is sent.
   */
  request(outgoing: Outgoing): Message {
    const [response] = this.requests([outgoing]);
    return response!;
  }

  /**
   * Sends requests in a pipeline, and gives their responses in order, as they come. Requests are taken
   * from the iterable as the connection takes them, at most a window ahead of the responses; so their
   * number may be large, and a request cannot wait for a response of the same pipeline.
   *
   * Whoever leaves it while responses are due closes the client.
   *
   * @throws what {@link MessageClient.request} does, but after all responses that came before. A
   *   request that cannot be made ends the pipeline: its error comes after the responses to those
   *   before it, and the client stays open. So does what the iterable throws.
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
   * Tells the server that no more requests come: `shutdown(2)` SHUT_WR.
   *
   * @throws ClientClosedError
   * @see https://man7.org/linux/man-pages/man2/shutdown.2.html
   */
  finish(): void {
    this.#checkReady();
    this.#channel.finish();
  }

  /** Closes the connection; a second time does nothing. */
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
    if (this.#isBusy) throw new RuntimeError("A pipeline of this client is under way");
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
      // Whoever makes the requests may have closed it, which fails whatever was under way.
      if (this.#isClosed) this.#checkReady();
      this.#close(error);
      throw error;
    }
  }

  #leave(): void {
    this.#isBusy = false;
    if (this.#channel.waiting > 0) {
      this.#close(new Error("A pipeline was left while responses were due"));
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
 * Connects, sends one request, and gives its response: a {@link MessageClient} for one request.
 *
 * @throws what {@link MessageClient.connect} and {@link MessageClient.request} do
 */
export function request(
  address: ClientAddress,
  outgoing: Outgoing,
  options: ClientOptions = {},
): Message {
  using client = MessageClient.connect(address, options);
  return client.request(outgoing);
}
