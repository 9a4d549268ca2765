// What TypeScript wants to know of the dictionaries that both Message classes pass around.

/** The JSON header of a message. */
export interface Header {
  byteorder: string;
  "content-type": string;
  "content-encoding": string;
  "content-length": number;
}

/** What a message is made of: the arguments of `_create_message()`. */
export interface Content {
  content_bytes: Buffer;
  content_type: string;
  content_encoding: string;
}
