import { addon } from "../native.ts";

/**
 * Ends the blocking call that another thread is in, or else its next one, with `-EINTR`; in the
 * layers above that is KeyboardInterrupt. The number is that of `worker.threadId`. False when no
 * thread of that number has loaded this package.
 */
export const interrupt: (threadId: number) => boolean = addon.interrupt;
