import { outOfRange } from "../arguments/errors.ts";
import { notInteger } from "../arguments/integers.ts";
import { claimedDescriptor, type FileObject, nameOf } from "../fileobjects/file-object.ts";

export type { FileObject };

/** A registration, which `register` and `modify` return. It does not change. */
export class SelectorKey<Data = unknown, Fileobj extends FileObject = FileObject> {
  /** The registered object or descriptor. */
  readonly fileobj: Fileobj;
  /** Its descriptor. */
  readonly fd: number;
  /** The events to wait for. */
  readonly events: number;
  /** The data of the program. */
  readonly data: Data;

  constructor(fileobj: Fileobj, fd: number, events: number, data: Data) {
    this.fileobj = fileobj;
    this.fd = fd;
    this.events = events;
    this.data = data;
    Object.freeze(this);
  }
}

/** A descriptor can be read from, or a listener can accept. */
export const EVENT_READ = 1;
/** A descriptor can be written to. */
export const EVENT_WRITE = 2;

/** Returns the descriptor of a file object, which is negative if it is closed. */
export function filenoOf(fileobj: FileObject): number {
  const fd = claimedDescriptor(fileobj);
  if (typeof fd !== "number" || !Number.isInteger(fd)) {
    throw outOfRange(`Invalid file object: ${nameOf(fileobj)}`);
  }
  return fd;
}

/** Throws unless the events are EVENT_READ, EVENT_WRITE or both. The RangeError is CPython's. */
export function checkEvents(events: number): void {
  if (events === EVENT_READ || events === EVENT_WRITE) return;
  if (events === (EVENT_READ | EVENT_WRITE)) return;
  if (!Number.isInteger(events)) throw notInteger(events, "events");
  throw outOfRange(`Invalid events: ${events}`);
}
