import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { layouts } from "#internal/addon/layouts.js";
import { tcpInfo } from "#internal/socket/options/tcp-info.js";
import * as socket from "bsd-sockets/socket";

import { root } from "../../support/programs.ts";
import { testUnless } from "../../support/unless.ts";

const layout = layouts["tcp_info"];
const needsLinux = layout === undefined && "NOT RUN: only Linux has tcp_info";

testUnless(needsLinux)("the type has every field of the headers", () => {
  const source = readFileSync(join(root, "src/socket/options/tcp-info.ts"), "utf8");
  for (const name of Object.keys(layout!.fields)) {
    assert.match(source, new RegExp(`\\*/\n  readonly ${name}\\??: `, "u"));
  }
});

/** Returns the bytes of a tcp_info in which field number n has the value n. */
function numbered(): Buffer {
  const bytes = Buffer.alloc(layout!.size);
  Object.values(layout!.fields).forEach(({ offset, size, bits }, index) => {
    if (bits > 0) return;
    const little = Buffer.alloc(8);
    little.writeUInt32LE(index);
    little.copy(bytes, offset, 0, size);
  });
  return bytes;
}

testUnless(needsLinux)("every field is read from its own bytes", () => {
  const info = tcpInfo.decode(numbered()) as unknown as Record<string, number>;
  Object.entries(layout!.fields).forEach(([name, { bits }], index) => {
    if (bits === 0) assert.equal(info[name], index, name);
  });
});

testUnless(needsLinux)("fields that the kernel did not return are omitted", () => {
  const end = ({ offset, size }: { offset: number; size: number }): number => offset + size;
  const all = Object.entries(layout!.fields);
  for (const length of [8, 104, 105, 111, 112, layout!.size - 1]) {
    const info = tcpInfo.decode(numbered().subarray(0, length));
    const names = all.filter(([, field]) => end(field) <= length).map(([name]) => name);
    assert.deepEqual(Object.keys(info).sort(), ["state", ...names].sort(), String(length));
  }
});

testUnless(needsLinux)("bit-fields are parts of a byte", () => {
  const bytes = Buffer.alloc(layout!.size);
  const { offset } = layout!.fields["tcpi_snd_wscale"]!;
  bytes[offset] = 0xa3;
  const { offset: limited } = layout!.fields["tcpi_delivery_rate_app_limited"]!;
  bytes[limited] = 0b101;
  const info = tcpInfo.decode(bytes);
  assert.deepEqual(new Set([info.tcpi_snd_wscale, info.tcpi_rcv_wscale]), new Set([3, 10]));
  assert.equal(info.tcpi_delivery_rate_app_limited, true);
  assert.equal(info.tcpi_fastopen_client_fail, 2);
});

testUnless(needsLinux)("rates without a limit are infinite, and large counts stay exact", () => {
  const bytes = Buffer.alloc(layout!.size);
  const at = (name: string): number => layout!.fields[name]!.offset;
  bytes.fill(0xff, at("tcpi_max_pacing_rate"), at("tcpi_max_pacing_rate") + 8);
  bytes.writeBigUInt64LE(2n ** 40n, at("tcpi_bytes_acked"));
  const info = tcpInfo.decode(bytes);
  assert.equal(info.tcpi_max_pacing_rate, Infinity);
  assert.equal(info.tcpi_bytes_acked, 2 ** 40);
});

testUnless(needsLinux)("a state without a name is a number", () => {
  const bytes = Buffer.alloc(layout!.size);
  bytes[0] = 99;
  assert.equal(tcpInfo.decode(bytes).state, "99");
  bytes[0] = socket.TCP_FIN_WAIT2!;
  assert.equal(tcpInfo.decode(bytes).state, "TCP_FIN_WAIT2");
});
