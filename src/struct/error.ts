/** An invalid format, or a value that does not fit its format: Python's `struct.error`. */
export class error extends RangeError {
  static {
    Object.defineProperty(this.prototype, "name", { value: "struct.error" });
  }

  readonly code = "ERR_OUT_OF_RANGE";
}
