import { b } from "bsd-sockets/python";

import { experiment } from "../experiment.ts";
import { connection } from "../scenes.ts";

/** Inside a process: handles SIGUSR2, which would end the process otherwise. */
export function handleSignal(): void {
  process.on("SIGUSR2", () => undefined);
}

export default experiment({
  name: "interrupted-call",
  title: "A signal arrives while a call sleeps",
  question: "A process sleeps in recv() when a signal arrives. What happens to the call?",
  prediction: {
    ask: "The process has a handler for SIGUSR2, and sleeps in recv(). What does recv() return after the signal?",
    choices: {
      EINTR: "it fails with EINTR: the signal has interrupted it",
      text: "the data that is sent later: the call goes back to sleep",
      "": "an empty result",
    },
    observation: "recv during which a signal arrived",
  },
  expected: {
    linux: {
      "recv is still asleep after SIGUSR2": true,
      "recv during which a signal arrived": "text",
      "accept during which a signal arrived": "OK",
      "settimeout(20): recv sleeps in": "poll",
      "settimeout(20): recv during which a signal arrived": "late",
      "recv during which Ctrl-C was pressed": "KeyboardInterrupt",
      "the next recv after Ctrl-C": "more",
    },
  },
  explanation: `To run a signal handler, the kernel wakes the sleeping call. If the handler was installed
with SA_RESTART, as Node does for process.on(), the kernel restarts recv(), send() and accept() by itself.
Without SA_RESTART they fail with EINTR. poll(), select() and epoll_wait() always fail with EINTR. So a C
program must handle EINTR at every call that can sleep. Python and this package do that for you: they
repeat the call with what is left of its timeout (PEP 475), and your program does not notice. You can see
it in the recv() with a timeout: its poll() is made a second time, with a slightly shorter timeout.

Ctrl-C is different: SIGINT is meant to stop what the program is doing, so the call ends with
KeyboardInterrupt. The socket is not affected: nothing was received or lost, and the next call continues
where this one stopped.`,
  manual: ["signal(7)", "recv(2)", "sigaction(2)"],
  needs: ["/proc"],

  async run(lab) {
    const { listener, server, clientProcess, client, conn } = await connection(lab);
    await clientProcess.run("process.on(SIGUSR2, …)", handleSignal);

    const receiving = await client.recv(99).blocks();
    await clientProcess.signal("SIGUSR2");
    lab.observe("recv is still asleep after SIGUSR2", await receiving.sleepsAgain());
    await conn.send(b`text`);
    lab.observe("recv during which a signal arrived", await receiving.outcome());

    await server.run("process.on(SIGUSR2, …)", handleSignal);
    const accepting = await listener.accept("second").blocks();
    await server.signal("SIGUSR2");
    await accepting.sleepsAgain();
    const other = await clientProcess.socket("other");
    await other.connect(listener.address);
    lab.observe("accept during which a signal arrived", await accepting.outcome());

    await client.settimeout(20);
    const waiting = await client.recv(99).blocks();
    lab.observe("settimeout(20): recv sleeps in", waiting.sleepsIn);
    await clientProcess.signal("SIGUSR2");
    await waiting.sleepsAgain();
    await conn.send(b`late`);
    lab.observe("settimeout(20): recv during which a signal arrived", await waiting.outcome());
    await client.settimeout(null);

    const interrupted = await client.recv(99).blocks();
    await clientProcess.signal("SIGINT");
    lab.observe("recv during which Ctrl-C was pressed", await interrupted.outcome());
    await conn.send(b`more`);
    lab.observe("the next recv after Ctrl-C", await client.recv(99).outcome());
  },
});
