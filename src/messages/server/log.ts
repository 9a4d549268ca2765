/** One entry of a server's log. */
export interface LogEntry {
  /** `info` for routine events, `warning` for those worth looking into. */
  readonly level: "info" | "warning";
  /** What happened, in our own words. */
  readonly event: string;
  /** The peer's address, as repr prints it. */
  readonly peer?: string;
  /** Details. Data from a peer is escaped by repr, and message contents appear only on request. */
  readonly detail?: string;
}

/** Receives a server's log entries. It must not throw. */
export type Log = (entry: LogEntry) => void;

/** Discards all entries. */
export const quietLog: Log = () => undefined;
