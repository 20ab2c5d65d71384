/** A place in a policy file that cannot be read as one; lines and columns count from 1. */
export interface PolicyError {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** How many characters are meant; at least 1. */
  readonly length: number;
  readonly message: string;
  /** The line of the file. */
  readonly excerpt: string;
}
