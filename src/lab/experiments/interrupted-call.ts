import { b } from "bsd-sockets/python";

import { experiment } from "../experiment.ts";
import { connection } from "../scenes.ts";

/** In the client: a handler for SIGUSR2, which would end the process otherwise. */
export function handleSignal(): void {
  process.on("SIGUSR2", () => undefined);
}

export default experiment({
  name: "interrupted-call",
  title: "A signal comes while a call sleeps",
  question: "A process sleeps in recv() when a signal arrives. What becomes of the call?",
  prediction: {
    ask: "The process has a handler for SIGUSR2, and sleeps in recv(). What does recv() give after the signal?",
    choices: {
      EINTR: "EINTR: the signal has interrupted it",
      text: "what is sent later: the call sleeps on",
      "": "nothing, an empty result",
    },
    observation: "recv, a signal in its sleep",
  },
  expected: {
    linux: {
      "asleep after SIGUSR2": true,
      "recv, a signal in its sleep": "text",
      "accept, a signal in its sleep": "OK",
      "settimeout(20): recv sleeps in": "poll",
      "settimeout(20): recv, a signal in its sleep": "late",
      "recv, a Ctrl-C in its sleep": "KeyboardInterrupt",
      "recv after the Ctrl-C": "more",
    },
  },
  explanation: `To run a handler, the kernel wakes the sleeping call. When the handler was installed with SA_RESTART, as
Node installs those of process.on(), the kernel makes recv(), send() and accept() again by itself. Without it they
fail with EINTR. poll(), select() and epoll_wait() fail with EINTR in any case. So programs in C must be ready
for EINTR at every call that sleeps. Python's and this package's are: the call is made again, with what is left
of its timeout (PEP 475), and the program does not notice. A recv() with a timeout shows it: its poll() is made
a second time, with a little less to wait.

Ctrl-C is different: SIGINT shall end what the program does. So the call ends with KeyboardInterrupt.
The socket is unharmed: nothing was received or lost, and the next call goes on where this one stopped.`,
  manual: ["signal(7)", "recv(2)", "sigaction(2)"],
  needs: ["/proc"],

  async run(lab) {
    const { listener, server, clientProcess, client, conn } = await connection(lab);
    await clientProcess.run("process.on(SIGUSR2, …)", handleSignal);

    const receiving = await client.recv(99).blocks();
    await clientProcess.signal("SIGUSR2");
    lab.observe("asleep after SIGUSR2", await receiving.sleepsAgain());
    await conn.send(b`text`);
    lab.observe("recv, a signal in its sleep", await receiving.outcome());

    await server.run("process.on(SIGUSR2, …)", handleSignal);
    const accepting = await listener.accept("second").blocks();
    await server.signal("SIGUSR2");
    await accepting.sleepsAgain();
    const other = await clientProcess.socket("other");
    await other.connect(listener.address);
    lab.observe("accept, a signal in its sleep", await accepting.outcome());

    await client.settimeout(20);
    const waiting = await client.recv(99).blocks();
    lab.observe("settimeout(20): recv sleeps in", waiting.sleepsIn);
    await clientProcess.signal("SIGUSR2");
    await waiting.sleepsAgain();
    await conn.send(b`late`);
    lab.observe("settimeout(20): recv, a signal in its sleep", await waiting.outcome());
    await client.settimeout(null);

    const interrupted = await client.recv(99).blocks();
    await clientProcess.signal("SIGINT");
    lab.observe("recv, a Ctrl-C in its sleep", await interrupted.outcome());
    await conn.send(b`more`);
    lab.observe("recv after the Ctrl-C", await client.recv(99).outcome());
  },
});
