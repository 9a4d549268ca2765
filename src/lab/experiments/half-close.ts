import { b } from "bsd-sockets/python";
import { SHUT_RD, SHUT_WR } from "bsd-sockets/socket";

import { experiment } from "../experiment.ts";
import { connection } from "../scenes.ts";

export default experiment({
  name: "half-close",
  title: "Half a close: one direction ends, the other goes on",
  question:
    "A client says with shutdown(SHUT_WR) that it has no more to send. Can the server still answer?",
  prediction: {
    ask: "After shutdown(SHUT_WR) the server sends an answer. What does the client's recv() give?",
    choices: {
      answer: "the answer: only the client's own direction is closed",
      "": "nothing: the connection is closed",
      ECONNRESET: "ECONNRESET: the server may not send on a connection that was shut down",
    },
    observation: "the client receives",
  },
  expected: {
    linux: {
      "the client sends after SHUT_WR": "EPIPE",
      "the client's state": "FIN_WAIT2",
      "the server's state": "CLOSE_WAIT",
      "poll says of the server": "IN|OUT|RDHUP",
      "the server receives": "",
      "the client receives": "answer",
      "the client receives after the server's close": "",
      "the client's state in the end": "CLOSE",
      "the other client receives after SHUT_RD": "",
      "poll says of it": "IN|OUT|RDHUP",
      "what comes later": "late",
      "and then again": "",
      "the states of both": "ESTABLISHED, ESTABLISHED",
    },
  },
  explanation: `A TCP connection is two streams, one in each direction, and each of them ends by itself.
shutdown(SHUT_WR) sends a FIN: it tells the peer “no more from me”. The peer's recv() gives an empty
result, its poll() says RDHUP, and its socket is in CLOSE_WAIT: it waits for its own program to close.
Until then it may send as much as it likes, and the client in FIN_WAIT2 receives it. When both FINs have
come and gone, the client's socket is in CLOSE; what is left of the connection is in TIME_WAIT, and the
kernel keeps it without the socket (see time-wait).

shutdown(SHUT_RD) is another thing: nothing goes over the network. It only makes this side's recv()
return at once with nothing when there is nothing. What the peer sends later is acknowledged and
delivered all the same, so the “end” that recv() told was none.`,
  manual: ["shutdown(2)", "tcp(7)"],

  async run(lab) {
    const { listener, clientProcess, client, conn } = await connection(lab);

    await client.shutdown(SHUT_WR);
    lab.observe("the client sends after SHUT_WR", await client.send(b`more`).outcome());
    await client.untilState("FIN_WAIT2");
    lab.observe("the client's state", await client.tcpState());
    lab.observe("the server's state", await conn.tcpState());
    lab.observe("poll says of the server", await conn.readiness());
    lab.observe("the server receives", await conn.recv(99).outcome());

    await conn.send(b`answer`);
    lab.observe("the client receives", await client.recv(99).outcome());
    await conn.close();
    lab.observe("the client receives after the server's close", await client.recv(99).outcome());
    lab.observe("the client's state in the end", await client.tcpState());

    const other = await clientProcess.socket("other");
    await other.connect(listener.address);
    const peer = await listener.accept("peer");
    await other.shutdown(SHUT_RD);
    lab.observe("the other client receives after SHUT_RD", await other.recv(99).outcome());
    lab.observe("poll says of it", await other.readiness());
    await peer.send(b`late`);
    // It is readable before and after: what can be waited for are the bytes themselves.
    await other.until("4 bytes are in the queue of other", (seen) => seen?.receiveQueue === 4);
    lab.observe("what comes later", await other.recv(99).outcome());
    lab.observe("and then again", await other.recv(99).outcome());
    const states = [await other.tcpState(), await peer.tcpState()];
    lab.observe("the states of both", states.join(", "));
  },
});
