/** Puts another method in the place of an object's, until it is disposed of. */
export function replaceMethod<Name extends string, Method>(
  object: Record<Name, Method>,
  name: Name,
  method: Method,
): Disposable {
  const original = object[name];
  object[name] = method;
  return {
    [Symbol.dispose]: () => {
      object[name] = original;
    },
  };
}
