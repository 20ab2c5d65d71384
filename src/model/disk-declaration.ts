import type { BlockDevice } from "./cluster.ts";
import { globMatches } from "./glob.ts";
import type { DiskDeclaration } from "./intent.ts";
import type { Declared } from "./policy.ts";

/** What was declared of a disk by its model or serial number; what several declarations say adds up, the last wins. */
export function diskDeclaration(
  { model, serial }: Pick<BlockDevice, "model" | "serial">,
  declared: readonly Declared<DiskDeclaration>[],
): DiskDeclaration | undefined {
  const names = [model, serial].flatMap((name) => name?.trim() ?? []);
  const matching = declared.filter(({ match }) => names.some((name) => globMatches(match, name)));
  return matching.length === 0 ? undefined : Object.assign({}, ...matching.map(({ value }) => value));
}
