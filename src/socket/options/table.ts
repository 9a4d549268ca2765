import { ipOptions } from "./levels/ip.ts";
import { ipv6Options } from "./levels/ipv6.ts";
import { localOptions, netlinkOptions, redirectOptions, socketOptions } from "./levels/socket.ts";
import { tcpOptions } from "./levels/tcp.ts";
import { udpliteOptions, udpOptions } from "./levels/udp.ts";
import type { Option } from "./row.ts";

/**
 * The options that {@link getOption} and {@link setOption} know, by name: of what level each is,
 * what its values are, and what it does. The documentation and the tests are made from it.
 */
export const optionTable = {
  ...socketOptions,
  ...localOptions,
  ...ipOptions,
  ...redirectOptions,
  ...ipv6Options,
  ...tcpOptions,
  ...udpOptions,
  ...udpliteOptions,
  ...netlinkOptions,
};

type OptionTable = typeof optionTable;

/** The name of an option. */
export type OptionName = keyof OptionTable;

/** What reading an option gives. */
export type OptionValue<Name extends OptionName> =
  OptionTable[Name] extends Option<infer Read> ? Read : never;

/** What an option is set to. */
export type OptionSetting<Name extends OptionName> =
  OptionTable[Name] extends Option<unknown, infer Write> ? Write : never;

/** The options that can be read. */
export type ReadableOption = {
  [Name in OptionName]: [OptionValue<Name>] extends [never] ? never : Name;
}[OptionName];

/** The options that can be set. */
export type WritableOption = {
  [Name in OptionName]: [OptionSetting<Name>] extends [never] ? never : Name;
}[OptionName];
