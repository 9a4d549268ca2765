// valgrind: finds reads of uninitialised memory, which the sanitizers do not.

import { join } from "node:path";

import { installUnlessThere } from "../build/install.mjs";
import { isOnPath, root } from "../build/setup.mjs";

/** The test files that make most of the addon's calls in their own process. */
const paths = [
  "native/select",
  "native/wrong-arguments",
  "select/epoll",
  "select/poll",
  "select/select",
  "socket/address",
  "socket/ancillary",
  "socket/create",
  "socket/data",
  "socket/datagrams",
  "socket/lifecycle",
  "socket/messages",
  "socket/names/host",
  "socket/names/interfaces",
  "socket/names/nameinfo",
  "socket/names/numeric",
  "socket/names/resolve",
  "socket/names/services",
  "socket/options",
  "socket/rights",
  "socket/sendfile",
  "socket/unix",
  "socket/unusual-arguments",
  "trace/trace",
];

function whyNot() {
  if (process.platform !== "linux") return "valgrind runs on Linux only";
  installUnlessThere("valgrind", ["valgrind"]);
  return isOnPath("valgrind") ? undefined : "valgrind is not installed";
}

const suppressions = join(root, "scripts/sanitize/node.supp");

function command(reports) {
  return [
    "valgrind",
    "--quiet",
    "--num-callers=30",
    "--track-origins=yes",
    `--suppressions=${suppressions}`,
    `--log-file=${join(reports, "report.%p")}`,
    process.execPath,
  ];
}

export const valgrind = {
  name: "valgrind",
  title: "valgrind",
  defects: { uninitialised: /uninitialised value/u, overflow: /Invalid read/u },
  whyNot,
  build: () => join(root, "build/Release/bsd_sockets.node"),
  whyLeftOut: (file) =>
    paths.some((path) => file.startsWith(`test/${path}`))
      ? undefined
      : "makes few calls that other files do not, or makes them in child processes",
  leftOutTests: [],
  command,
  isPerFile: true,
  environment: () => ({}),
  passes: [
    {
      title: "uninitialised memory",
      folder: "reports",
      takes: () => true,
      environment: () => ({}),
    },
  ],
};
