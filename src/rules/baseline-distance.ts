import { type AssumptionEvent, baseline, newestQemuServerRead } from "../model/assumptions.ts";
import { compareDebianVersions } from "../model/debian-version.ts";
import type { ResolvedNode } from "../model/resolved.ts";

/** How far a node is from the versions the assumptions were read at. */
export interface Distance {
  readonly text: string;
  readonly event: AssumptionEvent;
  readonly source: string;
  readonly node: string;
}

/** A new major of Proxmox VE, another line of OpenZFS, a qemu-server that is newer than what was read. */
export function distancesFromBaseline({
  name,
  versions: { pve, openzfs, qemuServer },
}: ResolvedNode): readonly Distance[] {
  const found: Distance[] = [];
  if (pve.known && line(pve.value, 1) !== line(baseline.pve, 1)) {
    const text = `Proxmox VE ${line(pve.value, 1)} (read at ${baseline.pve})`;
    found.push({ text, event: "pve-major", source: pve.source, node: name });
  } else if (
    qemuServer.known &&
    compareDebianVersions(line(qemuServer.value, 2), line(newestQemuServerRead, 2)) > 0
  ) {
    const text = `qemu-server ${line(qemuServer.value, 2)} (read up to ${newestQemuServerRead})`;
    found.push({ text, event: "pve-major", source: qemuServer.source, node: name });
  }
  if (openzfs.known && line(openzfs.value, 2) !== line(baseline.openzfs, 2)) {
    const text = `OpenZFS ${line(openzfs.value, 2)} (read at ${baseline.openzfs})`;
    found.push({ text, event: "openzfs-major", source: openzfs.source, node: name });
  }
  return found;
}

/** The first parts of a version: `2.4` of `2.4.3-pve1`. */
function line(version: string, parts: number): string {
  return version
    .split(/[.\-+~]/)
    .slice(0, parts)
    .join(".");
}
