import { type Message, MessageParser } from "bsd-sockets/messages";

import { framed, type Header, headerFor } from "./message.ts";

/** The header of a JSON content of a length; `changes` replaces some of it. */
export function headerOf(length: number, changes: Header = {}): Header {
  return headerFor("", { "content-length": length, ...changes });
}

/** A message with a header, whatever that says of the content. */
export function withHeader(header: Header, content: Uint8Array | string = ""): Buffer {
  return framed(JSON.stringify(header), content);
}

/** Everything that a parser has. */
export function allOf(parser: MessageParser): Message[] {
  const messages: Message[] = [];
  for (let message; (message = parser.next()) !== undefined;) messages.push(message);
  return messages;
}

/** The messages of some bytes. */
export function parsed(bytes: Uint8Array): Message[] {
  const parser = new MessageParser();
  parser.push(bytes);
  return allOf(parser);
}
