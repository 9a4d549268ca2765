import { repr } from "../../python/index.ts";
import {
  AddressFamily,
  type AddressInfoTuple,
  IPPROTO_ICMP,
  IPPROTO_ICMPV6,
  IPPROTO_TCP,
  IPPROTO_UDP,
  SocketKind,
} from "../../socket/index.ts";
import { type Column, layOut } from "../../command/columns.ts";
import { jsonText, printable } from "../../command/printable.ts";

const columns: readonly Column[] = [
  { title: "Family" },
  { title: "Type" },
  { title: "Proto" },
  { title: "Canonical name" },
  { title: "Address" },
];

const protocols = new Map<number, string>([
  [IPPROTO_TCP, "IPPROTO_TCP"],
  [IPPROTO_UDP, "IPPROTO_UDP"],
  [IPPROTO_ICMP, "IPPROTO_ICMP"],
  [IPPROTO_ICMPV6, "IPPROTO_ICMPV6"],
]);

/** The five-tuples as a table, a line each: what `socket()` and `connect()` take, in their order. */
export function tableLines(found: readonly AddressInfoTuple[]): string[] {
  const rows = found.map((tuple) => {
    const [family, type, proto, canonname, address] = namesOf(tuple);
    return [family, type, proto, canonname === "" ? "-" : printable(canonname), repr(address)];
  });
  return layOut(columns, rows);
}

/** The list of five-tuples as Python prints it. */
export function pythonLine(found: readonly AddressInfoTuple[]): string {
  const tuples = found.map(([family, type, proto, canonname, address]) => {
    const enumerated = [
      enumeration("AddressFamily", AddressFamily[family], family),
      enumeration("SocketKind", SocketKind[type], type),
    ];
    return `(${[...enumerated, ...[proto, canonname, address].map(repr)].join(", ")})`;
  });
  return `[${tuples.join(", ")}]`;
}

/** Each five-tuple as JSON, with the names of its constants. */
export function jsonLines(found: readonly AddressInfoTuple[]): string[] {
  return found.map((tuple) => {
    const [family, type, proto, canonname, sockaddr] = namesOf(tuple);
    return jsonText({ family, type, proto, canonname, sockaddr });
  });
}

function namesOf([family, type, proto, canonname, address]: AddressInfoTuple): [
  family: string,
  type: string,
  proto: string,
  canonname: string,
  address: AddressInfoTuple[4],
] {
  return [
    AddressFamily[family] ?? String(family),
    SocketKind[type] ?? String(type),
    protocols.get(proto) ?? String(proto),
    canonname,
    address,
  ];
}

function enumeration(kind: string, name: string | undefined, number: number): string {
  return name === undefined ? String(number) : `<${kind}.${name}: ${number}>`;
}
