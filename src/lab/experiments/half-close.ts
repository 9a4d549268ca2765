import { b } from "bsd-sockets/python";
import { SHUT_RD, SHUT_WR } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";
import { connection } from "../scenes.ts";

export default experiment({
  name: "half-close",
  title: "Half-close: one direction ends, the other stays open",
  question: "A client calls shutdown(SHUT_WR). Can the server still answer?",
  prediction: {
    ask: "After the client's shutdown(SHUT_WR) the server sends an answer. What does the client's recv() return?",
    choices: {
      answer: "the answer: only the client's own direction is closed",
      "": "an empty result: the connection is closed",
      ECONNRESET: "ECONNRESET: the server may not send on a connection that was shut down",
    },
    observation: "the client receives",
  },
  expected: {
    linux: {
      "the client sends after SHUT_WR": "EPIPE",
      "the client's state": "FIN_WAIT2",
      "the server's state": "CLOSE_WAIT",
      "poll() on the server's socket": "IN|OUT|RDHUP",
      "the server receives": "",
      "the client receives": "answer",
      "the client receives after the server has closed": "",
      "the client's state at the end": "CLOSE",
      "after SHUT_RD: recv": "",
      "after SHUT_RD: poll()": "IN|OUT|RDHUP",
      "after SHUT_RD: recv when the peer has sent data": "late",
      "after SHUT_RD: the next recv": "",
      "after SHUT_RD: the states of both ends": "ESTABLISHED, ESTABLISHED",
    },
  },
  explanation: `A TCP connection is two streams, one in each direction, and each of them ends separately.
shutdown(SHUT_WR) sends a FIN, which tells the peer that no more data will follow. The peer's recv()
returns an empty result, its poll() reports RDHUP, and its socket is in CLOSE_WAIT: it waits for its own
program to close it. Until then the peer may send as much as it likes, and the client, in FIN_WAIT2,
receives it. When both FINs have been acknowledged, the client's socket is in CLOSE; the connection is in
TIME_WAIT, and the kernel keeps it without the socket (see time-wait).

shutdown(SHUT_RD) is different: it sends nothing to the peer. It only makes recv() on this side return an
empty result instead of waiting. Data that the peer sends later is still acknowledged and delivered, so
the “end” that recv() reported was not final.`,
  manual: ["shutdown(2)", "tcp(7)"],

  async run(lab) {
    const { listener, clientProcess, client, conn } = await connection(lab);

    await client.shutdown(SHUT_WR);
    lab.observe("the client sends after SHUT_WR", await client.send(b`more`).outcome());
    await client.untilState("FIN_WAIT2");
    lab.observe("the client's state", await client.tcpState());
    lab.observe("the server's state", await conn.tcpState());
    lab.observe("poll() on the server's socket", await conn.readiness());
    lab.observe("the server receives", await conn.recv(99).outcome());

    await conn.send(b`answer`);
    lab.observe("the client receives", await client.recv(99).outcome());
    await conn.close();
    lab.observe("the client receives after the server has closed", await client.recv(99).outcome());
    lab.observe("the client's state at the end", await client.tcpState());

    const other = await clientProcess.socket("other");
    await other.connect(listener.address);
    const peer = await listener.accept("peer");
    await other.shutdown(SHUT_RD);
    lab.observe("after SHUT_RD: recv", await other.recv(99).outcome());
    lab.observe("after SHUT_RD: poll()", await other.readiness());
    await peer.send(b`late`);
    // poll() reports IN before and after, so this waits for the bytes themselves.
    await other.until("4 bytes are in other's queue", (seen) => seen?.receiveQueue === 4);
    lab.observe("after SHUT_RD: recv when the peer has sent data", await other.recv(99).outcome());
    lab.observe("after SHUT_RD: the next recv", await other.recv(99).outcome());
    const states = [await other.tcpState(), await peer.tcpState()];
    lab.observe("after SHUT_RD: the states of both ends", states.join(", "));
  },
});
