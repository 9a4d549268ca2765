/** Where a man page is on the web: of `"shutdown(2)"` that of man7.org. */
export function manualUrl(page: string): string {
  const [, name = "", section = ""] = /^(.+)\((\d)\)$/u.exec(page) ?? [];
  return `https://man7.org/linux/man-pages/man${section}/${name}.${section}.html`;
}
