/** A failure the program knows: one line (what, where, what to do) and a code. A bug is any other error. */
export class Failure extends Error {
  readonly code: string;
  readonly hint: string | undefined;

  constructor(code: string, message: string, hint?: string) {
    super(message);
    this.name = "Failure";
    this.code = code;
    this.hint = hint;
  }
}
