import type { PageDisk } from "../../model/place-page.ts";
import { bytesText } from "../../model/quantity-text.ts";

/** A disk in columns: `sda1 on sda`, model, medium, size, transport, power-loss protection. */
export function diskCells({ path, disk, model, medium, size, transport, plp }: PageDisk): readonly string[] {
  const own = path.replace(/^\/dev\//, "");
  const protection = plp === null ? "PLP ?" : plp ? "PLP" : "no PLP";
  return [
    disk === null || disk === own ? own : `${own} on ${disk}`,
    model ?? "model ?",
    { ssd: "SSD", hdd: "spinning", unknown: "medium ?" }[medium],
    size === null ? "" : bytesText(size),
    transport ?? "",
    medium === "hdd" ? "" : protection,
  ];
}
