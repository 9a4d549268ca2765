// The headings of a page, with the anchors that GitHub gives them.

/** Collects the headings of a page. */
export class Headings {
  #anchors = new Set();

  /** The anchor of the next heading with that text. */
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
