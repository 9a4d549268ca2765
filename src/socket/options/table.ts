import { ipOptions } from "./levels/ip.ts";
import { ipv6Options } from "./levels/ipv6.ts";
import { localOptions, netlinkOptions, redirectOptions, socketOptions } from "./levels/socket.ts";
import { tcpOptions } from "./levels/tcp.ts";
import { udpliteOptions, udpOptions } from "./levels/udp.ts";
import type { Option } from "./row.ts";

/**
 * The options of {@link getOption} and {@link setOption} by name, with their levels, the types of
 * their values, and their purpose. The documentation and the tests are generated from it.
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

/** The value that reading an option returns. */
export type OptionValue<Name extends OptionName> =
  OptionTable[Name] extends Option<infer Read> ? Read : never;

/** The value that an option can be set to. */
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
