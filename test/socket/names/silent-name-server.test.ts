import assert from "node:assert/strict";

import { inNamespace, needsNamespace } from "../../support/namespace.ts";
import { root, Running } from "../../support/programs.ts";
import { testUnless } from "../../support/unless.ts";

const calls = {
  getaddrinfo: `socket.getaddrinfo("host.invalid", 80)`,
  getnameinfo: `socket.getnameinfo(["203.0.113.1", 80], 0)`,
  gethostbyname: `socket.gethostbyname("host.invalid")`,
  gethostbyaddr: `socket.gethostbyaddr("203.0.113.1")`,
};

for (const [name, call] of Object.entries(calls)) {
  testUnless(needsNamespace("--net", "--mount"))(
    `Ctrl-C ends ${name} while the name server is silent`,
    async () => {
      const code = `
        import { print, socket } from "bsd-sockets";
        try { ${call}; } catch (error) { print(error.name); }`;
      const server = ["python3", `${root}test/support/python/silent_name_server.py`];
      const program = [process.execPath, "--input-type=module", "-e", code];
      const [command, ...words] = inNamespace("--net", "--mount");
      await using running = new Running(command, [...words, ...server, ...program], { cwd: root });
      const [, pid] = await running.prints(/^asked by (\d+)\n/mu);
      process.kill(Number(pid), "SIGINT");
      assert.equal(await running.ends(), 0, running.stderr);
      assert.equal(running.lines.at(-1), "KeyboardInterrupt");
    },
  );
}
