/** Looks a name up among constants of the headers, for the names that every supported system has. */
export function knownIn(constants: Readonly<Record<string, number>>): (name: string) => number {
  return (name) => {
    const value = constants[name];
    if (value === undefined) throw new Error(`The addon has no constant ${name}`);
    return value;
  };
}
