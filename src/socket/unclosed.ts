import { close } from "../syscalls.ts";

/** Closes the descriptors of sockets that were left to the garbage collector, and warns. */
export const unclosed = new FinalizationRegistry<number>((fd) => {
  close(fd);
  process.emitWarning(`unclosed socket, fd ${fd}`, "ResourceWarning");
});
