import type { Command } from "commander";

/** A command whose code is loaded only when it runs, or to show its help. */
export interface LazyCommand {
  readonly name: string;
  readonly summary: string;
  /** Loads what gives the command its description, arguments, options and action. */
  readonly load: () => Promise<(command: Command) => void>;
}

/** The commands beside the tutorial's programs, in the order of the help. */
export const commands: readonly LazyCommand[] = [
  {
    name: "tour",
    summary: "run each pair of programs and show both sides",
    load: async () => (await import("./tour.ts")).defineTour,
  },
  {
    name: "trace",
    summary: "run a program and show its system calls",
    load: async () => (await import("../tools/trace/cli.ts")).defineTrace,
  },
  {
    name: "lab",
    summary: "ask the kernel: experiments with sockets",
    load: async () => (await import("../lab/cli.ts")).defineLab,
  },
  {
    name: "bench",
    summary: "measure this package, and others beside it",
    load: async () => (await import("../bench/cli.ts")).defineBench,
  },
  {
    name: "serve",
    summary: "answer messages of the tutorial's protocol, for real use",
    load: async () => (await import("../messages/server/cli.ts")).defineServe,
  },
  {
    name: "request",
    summary: "send a request to a message server and show its response",
    load: async () => (await import("../messages/client/cli.ts")).defineRequest,
  },
  {
    name: "netstat",
    summary: "list the sockets of this machine: states, queues, addresses, programs",
    load: async () => (await import("../tools/netstat/cli.ts")).defineNetstat,
  },
  {
    name: "ping",
    summary: "send ICMP echo requests to a host and show its answers",
    load: async () => (await import("../tools/ping/cli.ts")).definePing,
  },
  {
    name: "resolve",
    summary: "show what getaddrinfo answers for a host and a port",
    load: async () => (await import("../tools/resolve/cli.ts")).defineResolve,
  },
  {
    name: "errno",
    summary: "tell what an error means, and when sockets meet it",
    load: async () => (await import("../tools/errno/cli.ts")).defineErrno,
  },
  {
    name: "capture",
    summary: "show the packets of an interface, as tshark does",
    load: async () => (await import("../tools/capture/cli.ts")).defineCapture,
  },
];
