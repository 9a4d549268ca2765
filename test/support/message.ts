import { Client } from "./client.ts";

/** A header of the tutorial's application protocol. */
export interface Header {
  byteorder?: unknown;
  "content-type"?: unknown;
  "content-encoding"?: unknown;
  "content-length"?: unknown;
  [other: string]: unknown;
}

/** Puts the header's length before it. */
export function framed(header: Uint8Array | string, content: Uint8Array | string = ""): Buffer {
  const headerBytes = Buffer.from(header as string);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(headerBytes.length);
  return Buffer.concat([length, headerBytes, Buffer.from(content as string)]);
}

/** Returns the header of a JSON request; `changes` replaces some members. */
export function headerFor(content: Uint8Array | string, changes: Header = {}): Header {
  return {
    byteorder: "little",
    "content-type": "text/json",
    "content-encoding": "utf-8",
    "content-length": Buffer.from(content as string).length,
    ...changes,
  };
}

/** Returns a message; `changes` replaces some members of its header. */
export function message(content: Uint8Array | string, changes: Header = {}): Buffer {
  return framed(JSON.stringify(headerFor(content, changes)), content);
}

/** Returns a search request. */
export function search(value: unknown): Buffer {
  return message(JSON.stringify({ action: "search", value }));
}

/** Returns the header and the content of a message. */
export function parsed(bytes: Buffer): { header: Header; content: Buffer } {
  const length = bytes.readUInt16BE(0);
  return {
    header: JSON.parse(bytes.subarray(2, 2 + length).toString()) as Header,
    content: bytes.subarray(2 + length),
  };
}

/** Sends one request and returns the content of the response. */
export async function ask(port: number, request: Buffer): Promise<string> {
  await using client = await Client.to(port);
  client.send(request);
  return parsed(await client.receiveAll()).content.toString();
}
