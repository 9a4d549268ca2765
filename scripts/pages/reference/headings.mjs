// The headings of a page and the anchors that GitHub generates for them.

/** Collects the headings of a page. */
export class Headings {
  #anchors = new Set();

  /** Returns the anchor of the next heading with this text. */
  add(text) {
    const slug = text
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, "")
      .replaceAll(" ", "-");
    let anchor = slug;
    for (let count = 1; this.#anchors.has(anchor); count++) anchor = `${slug}-${count}`;
    this.#anchors.add(anchor);
    return anchor;
  }
}
