import { type Argument, fd, range, addressResult, timeout } from "./kinds.ts";

/** The functions of native/socket/ */
export const socketFunctions: Record<string, Argument[]> = {
  socket: [["family", "int", 9999], ["type", "int", 1], ["protocol", "int", 0]],
  bind: [fd, ["address", "address", new Uint8Array(16)]],
  listen: [fd, ["backlog", "int", 1]],
  accept4: [fd, ...addressResult, ["flags", "int", 0], timeout],
  connect: [fd, ["address", "address", new Uint8Array(16)], timeout],
  shutdown: [fd, ["how", "int", 0]],
  close: [fd],
  ownDescriptor: [fd],
  disownDescriptor: [fd],
  getsockname: [fd, ...addressResult],
  getpeername: [fd, ...addressResult],
  setBlocking: [fd, ["blocking", "boolean", true]],
  getBlocking: [fd],
  recv: [fd, ...range, ["flags", "int", 0], timeout],
  send: [fd, ...range, ["flags", "int", 0], timeout],
  read: [fd, ...range, timeout],
  write: [fd, ...range, timeout],
  setsockopt: [fd, ["level", "int", 1], ["option", "int", 2], ["value", "value", 1]],
  getsockopt: [fd, ["level", "int", 1], ["option", "int", 2], ["value", "bytes", new Uint8Array(4)]],
};
