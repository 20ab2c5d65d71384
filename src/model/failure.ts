/** A failure the program knows: one line (what, where, what to do) and a code. A bug is any other error. */
export class Failure extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  /** What is printed instead of message and hint: an error with its place in a file. */
  readonly located: string | undefined;

  constructor(code: string, message: string, hint?: string, located?: string) {
    super(message);
    this.name = "Failure";
    this.code = code;
    this.hint = hint;
    this.located = located;
  }
}
