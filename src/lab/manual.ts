/** Returns the man7.org URL of a man page such as `"shutdown(2)"`. */
export function manualUrl(page: string): string {
  const [, name = "", section = ""] = /^(.+)\((\d)\)$/u.exec(page) ?? [];
  return `https://man7.org/linux/man-pages/man${section}/${name}.${section}.html`;
}
