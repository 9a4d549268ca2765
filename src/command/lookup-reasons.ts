import * as lookup from "../socket/constants/lookup.ts";

/** What is behind each failure of getaddrinfo, and what helps, by the name of its EAI code. */
const reasons: readonly (readonly [code: number | undefined, reason: string])[] = [
  [lookup.EAI_NONAME, "No source knows this name; look at its spelling, and at /etc/hosts."],
  [lookup.EAI_NODATA, "The name is known, and has no address of this family."],
  [lookup.EAI_ADDRFAMILY, "The host has no address of this family; leave --family out."],
  [lookup.EAI_AGAIN, "The name server did not answer; is there a network? Try again later."],
  [lookup.EAI_FAIL, "The name server answered with an error, which will not pass by itself."],
  [lookup.EAI_FAMILY, "The system does not have this address family, or not for look-ups."],
  [lookup.EAI_SOCKTYPE, "No protocol has this socket type, or the type and --proto do not match."],
  [lookup.EAI_SERVICE, "No such service, or not for this type; look at /etc/services."],
  [lookup.EAI_BADFLAGS, "These flags do not go together, such as --canonical without a host."],
  [lookup.EAI_MEMORY, "There is not enough memory."],
  [lookup.EAI_OVERFLOW, "The name is too long for the answer."],
];

/** Plain words about a failed look-up; the empty string for a code without any. */
export function reasonOf(code: number | null): string {
  return reasons.find(([other]) => other === code)?.[1] ?? "";
}
