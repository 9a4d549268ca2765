import { type Message, MessageParser } from "bsd-sockets/messages";

import { framed, type Header, headerFor } from "./message.ts";

/** Returns the header of JSON content of a length; `changes` replaces some members. */
export function headerOf(length: number, changes: Header = {}): Header {
  return headerFor("", { "content-length": length, ...changes });
}

/** Returns a message with a header that need not match the content. */
export function withHeader(header: Header, content: Uint8Array | string = ""): Buffer {
  return framed(JSON.stringify(header), content);
}

/** Returns all messages that a parser has. */
export function allOf(parser: MessageParser): Message[] {
  const messages: Message[] = [];
  for (let message; (message = parser.next()) !== undefined;) messages.push(message);
  return messages;
}

/** Parses the messages in some bytes. */
export function parsed(bytes: Uint8Array): Message[] {
  const parser = new MessageParser();
  parser.push(bytes);
  return allOf(parser);
}
