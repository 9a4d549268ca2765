/** What a server tells. */
export interface LogEntry {
  /** `info` for the course of things, `warning` for what somebody may want to look into. */
  readonly level: "info" | "warning";
  /** What happened, in plain words of our own. */
  readonly event: string;
  /** The peer that it is about: its address, as repr prints it. */
  readonly peer?: string;
  /** More about it. What a peer sent is in here only as repr prints it, and a payload only if that was asked for. */
  readonly detail?: string;
}

/** Takes what a server tells. It must not throw. */
export type Log = (entry: LogEntry) => void;

/** Tells nobody. */
export const quietLog: Log = () => undefined;
