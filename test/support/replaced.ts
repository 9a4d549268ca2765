/** Replaces a method of an object until it is disposed. */
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
