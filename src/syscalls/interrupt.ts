import { nativeFunction } from "../thread/introduce.ts";

/**
 * Ends the blocking call that another thread is in, or else its next one, with `-EINTR`, by a signal
 * to that thread: `pthread_kill(3)`. In the layers above that is KeyboardInterrupt. The number is
 * that of `worker.threadId`. False when no thread of that number has loaded this package.
 *
 * @see https://man7.org/linux/man-pages/man3/pthread_kill.3.html
 */
export const interrupt: (threadId: number) => boolean = nativeFunction("interrupt");
