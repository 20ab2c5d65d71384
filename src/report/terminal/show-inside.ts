import type { GuestPage } from "../../model/guest-page.ts";
import { bytesText } from "../../model/quantity-text.ts";
import { hanging } from "./lines.ts";
import { rowLines, section } from "./show-page.ts";
import { mark, type Style } from "./style.ts";

/** The file systems in a guest, as its agent told. */
export function fileSystemLines(fileSystems: GuestPage["fileSystems"], style: Style): readonly string[] {
  if (fileSystems === null) return [];
  const heading = "File systems inside, as the agent says";
  if ("notRead" in fileSystems)
    return section(
      heading,
      hanging(`${mark("open", style)} `, `not read: ${fileSystems.notRead}`, style.columns),
    );
  const rows = fileSystems.list.map(({ mountpoint, type, total, used, disks }) => ({
    sign: " ",
    cells: [
      mountpoint,
      type,
      total === undefined
        ? ""
        : used === undefined
          ? bytesText(total)
          : `${bytesText(used)} of ${bytesText(total)}`,
      disks
        .map(({ device, serial }) => [device, serial].filter((one) => one !== undefined).join(" "))
        .join(", "),
    ],
  }));
  return section(heading, rows.length === 0 ? ["  none"] : rowLines(rows, style));
}

/** The volumes of a guest as its storages list them: format, size, and what a clone stands on. */
export function storedVolumeLines(volumes: GuestPage["storedVolumes"], style: Style): readonly string[] {
  if (volumes === null) return [];
  const heading = "Volumes, as the storages list them";
  if ("notRead" in volumes)
    return section(
      heading,
      hanging(`${mark("open", style)} `, `not read: ${volumes.notRead}`, style.columns),
    );
  const rows = volumes.list.map(({ volid, format, size, parent }) => ({
    sign: " ",
    cells: [volid, format ?? "", bytesText(size), parent === undefined ? "" : `clone of ${parent}`],
  }));
  return section(heading, rows.length === 0 ? ["  none"] : rowLines(rows, style));
}
