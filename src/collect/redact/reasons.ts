/** Reasons this program gives hold no names but these; a bundle from elsewhere may say anything. */
const plainReasons =
  /^(?:is (?:not there|not a folder|too large|empty|binary, not text|not UTF-8 text|a folder|not a regular file|a loop of symbolic links|below a file, not a folder|not named <vmid>\.conf.*|no node name|cut off|not JSON|nested too deeply|not one kernel release|not an output of [a-z <>-]{1,60}|not one number|not a datastore\.cfg|of a node that nodes\/ does not list|pveversion without --verbose|no command output this version reads)|has no column [a-z_]{1,20}|says nothing without [a-z-]{1,20}|exit code \d{1,3}|permission denied|has too long a name|\d+ bytes; at most \d+ are read|[A-Z0-9_]{3,30})$/;

/** Why something was not read, without what it names. */
export function knownReason(reason: string): string {
  const twin = /^guest \d{1,10} was already read/.exec(reason)?.[0];
  if (twin !== undefined) return `${twin} from another file`;
  return plainReasons.test(reason) ? reason : "was not readable";
}
