import { basename, resolve } from "node:path";

import { fileOf, isFile, programs } from "../programs/catalogue.ts";

/** A program to run, with its arguments. */
export interface Started {
  readonly name: string;
  readonly file: string;
  readonly parameters: readonly string[];
}

/** A server and its client. */
export interface Couple {
  readonly server: Started;
  readonly client: Started;
}

/** A wrong word on the command line, told to whoever wrote it. */
export class UsageError extends Error {}

/** The tutorial's pairs, with what their clients are given if nothing is said. */
export const pairs: Readonly<Record<string, readonly string[]>> = {
  echo: [],
  multiconn: ["2"],
  app: ["search", "morpheus"],
};

const HOST = "127.0.0.1";

/** Any port that is free. */
const ANY_PORT = "0";

/**
 * The programs that words of the command line mean: a pair, or a server and a client. What is left over
 * is for the client.
 */
export function coupleOf(
  serverWords: readonly string[],
  clientWords?: readonly string[],
  left: readonly string[] = [],
): Couple {
  const [first = "", ...rest] = serverWords;
  if (clientWords === undefined) return pairOf(first, [...rest, ...left]);
  const [second = "", ...parameters] = clientWords;
  const hostAndPort = [HOST, ANY_PORT];
  return {
    server: startedOf(first, rest.length === 0 ? hostAndPort : rest),
    client: startedOf(second, [...parameters, ...left]),
  };
}

function pairOf(name: string, parameters: readonly string[]): Couple {
  const usual = Object.hasOwn(pairs, name) ? pairs[name] : undefined;
  if (usual === undefined) {
    const names = Object.keys(pairs).join(", ");
    throw new UsageError(
      `“${name}” is none of the pairs ${names}; a server needs --with its client`,
    );
  }
  return {
    server: startedOf(`${name}-server`, [HOST, ANY_PORT]),
    client: startedOf(`${name}-client`, parameters.length === 0 ? usual : parameters),
  };
}

function startedOf(word: string, parameters: readonly string[]): Started {
  if (programs.some(({ name }) => name === word)) {
    return { name: word, file: fileOf(word), parameters };
  }
  if (isFile(word)) return { name: basename(word), file: resolve(word), parameters };
  throw new UsageError(`“${word}” is no program of the tutorial, and no file`);
}

/** A client's arguments: `{host}` and `{port}` filled in, or both put first if neither is named. */
export function clientParameters(
  words: readonly string[],
  { host, port }: { readonly host: string; readonly port: string },
): string[] {
  const filled = words.map((word) => word.replaceAll("{host}", host).replaceAll("{port}", port));
  return words.some((word) => /\{(?:host|port)\}/u.test(word)) ? filled : [host, port, ...words];
}
