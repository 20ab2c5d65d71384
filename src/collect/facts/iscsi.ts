/** A session, or a known node, of open-iscsi. */
export interface IscsiTarget {
  readonly target: string;
  /** `192.0.2.5:3260` */
  readonly portal: string;
}

// tcp: [1] 192.0.2.5:3260,1 iqn.2026-01.org.example:san (non-flash)
const session = /^\w+: \[\d+\] (\S+),-?\d+ (\S+)(?: \([\w-]+\))?\s*$/;
// 192.0.2.5:3260,1 iqn.2026-01.org.example:san
const node = /^(\S+:\d+),-?\d+ (\S+)\s*$/;

/** `iscsiadm -m session` (also with -P 1 to 3) or `iscsiadm -m node`; none where it says that there are none. */
export function parseIscsiTargets(text: string): readonly IscsiTarget[] {
  if (text.trim() === "" || /^iscsiadm: No (?:active sessions|records found)/m.test(text)) return [];
  const lines = text.split(/\r?\n/);
  const short = lines.flatMap((line): readonly IscsiTarget[] => {
    const [, portal, target] = session.exec(line) ?? node.exec(line) ?? [];
    return portal === undefined || target === undefined ? [] : [{ target, portal }];
  });
  const found = short.length > 0 ? short : detailed(lines);
  if (found.length === 0) throw new Error("is not an output of iscsiadm");
  return found;
}

/** The tree of -P: `Target: iqn…`, and below it each `Current Portal: …`. */
function detailed(lines: readonly string[]): readonly IscsiTarget[] {
  let target: string | undefined;
  return lines.flatMap((line) => {
    target = /^Target: (\S+)/.exec(line)?.[1] ?? target;
    const portal = /^\s+Current Portal: (\S+?),-?\d+\s*$/.exec(line)?.[1];
    return portal === undefined || target === undefined ? [] : [{ target, portal }];
  });
}
