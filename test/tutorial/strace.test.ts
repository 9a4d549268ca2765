import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { test } from "vitest";

import { checkDescriptors } from "../support/descriptors.ts";
import { inNamespace, needsNamespace } from "../support/namespace.ts";
import { fileOf, root, Running } from "../support/programs.ts";
import { needsTool } from "../support/tool.ts";
import { describeUnless } from "../support/unless.ts";

// The strace commands of the tutorial, run as they are printed: in a network of their own, where their
// ports are free.

checkDescriptors();

/** A command of a chapter, and the lines that the chapter shows below it. */
function shown(chapter: string): { command: string; lines: string[] } {
  const page = readFileSync(`${root}docs/tutorial/${chapter}.md`, "utf8");
  const [, command, lines] = /^```console\n\$ (strace .*)\n([^]*?)^```$/mu.exec(page) ?? [];
  return { command: command!, lines: lines!.split("\n").slice(0, -1) };
}

/** Runs two commands, the client as soon as the server listens; returns what one of them prints. */
async function outputOf(
  which: "server" | "client",
  server: string,
  client: string,
): Promise<string[]> {
  // Into files, as Node asks what sort of socket its output is when it is one.
  const script = `
    ip link set lo up
    cd "$1"
    ${server} > "$0/server" 2>&1 & server=$!
    until ss -Htln sport = 65432 | grep -q .; do sleep 0.05; done
    ${client} > "$0/client" 2>&1
    kill -INT $server 2> "$0/kill"
    wait $server`;
  const folder = mkdtempSync(join(tmpdir(), "bsd-sockets-"));
  try {
    const [unshare, ...kinds] = inNamespace("--net");
    await using running = new Running(unshare, [...kinds, "sh", "-c", script, folder, root]);
    await running.ends();
    return readFileSync(join(folder, which), "utf8").split("\n").slice(0, -1);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A line without what differs from run to run: ports, descriptors, and the blanks before a result. */
function comparable(line: string): string {
  return line
    .replace(/ += /u, " = ")
    .replace(/htons\((?!65432)\d+\)/u, "htons(…)")
    .replace(/', \d+\)/u, "', …)");
}

/** The lines with the descriptors numbered from the first on. */
function numbered(lines: readonly string[]): string[] {
  const first = Number(/ = (\d+)$/u.exec(lines[0] ?? "")?.[1]);
  const renamed = (digits: string): string => `#${Number(digits) - first}`;
  return lines.map((line) =>
    comparable(line)
      .replace(/^(\w+\()(\d+)/u, (_, call: string, fd: string) => call + renamed(fd))
      .replace(
        /^((?:socket|accept4)\(.* = )(\d+)$/u,
        (_, call: string, fd: string) => call + renamed(fd),
      ),
  );
}

const obstacle = needsTool("strace") || needsTool("ss") || needsNamespace("--net");

describeUnless(obstacle)("the tutorial's strace commands", () => {
  test("chapter 2's prints the server's calls, and nothing else", async () => {
    const { command, lines } = shown("02-echo");
    const printed = await outputOf("server", command, `node ${fileOf("echo-client")}`);
    assert.ok(lines.length > 7, "the chapter shows no output");
    assert.deepEqual(numbered(printed), numbered(lines));
  });

  test("chapter 7's prints the client's calls, and nothing else", async () => {
    const { command } = shown("07-troubleshooting");
    const server = `node ${fileOf("multiconn-server")} 127.0.0.1 65432`;
    const printed = await outputOf("client", server, command);
    const calls = printed.filter((line) => !/^(?:Starting|Sending|Received|Closing) /u.test(line));
    const [, fd] = /^socket\(AF_INET, .* = (\d+)$/u.exec(calls[0] ?? "") ?? [];
    for (const line of calls.slice(1)) {
      const isOnSocket = new RegExp(`^(?:connect|sendto|recvfrom)\\(${fd!}, `, "u").test(line);
      assert.ok(isOnSocket || line.startsWith("epoll_wait("), line);
    }
    const names = new Set(calls.map((line) => line.slice(0, line.indexOf("("))));
    assert.deepEqual([...names].sort(), ["connect", "epoll_wait", "recvfrom", "sendto", "socket"]);
  });
});
