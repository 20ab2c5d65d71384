import type { GuestSnapshot } from "../../model/cluster.ts";
import type { GuestInside, StoredVolume } from "../../model/guest-inside.ts";
import { isDriveKey } from "../../model/syntax/drive-key.ts";
import { readDrive } from "../../model/syntax/drive-string.ts";
import { parseGuestConf } from "../../model/syntax/guest-conf.ts";
import { parseVolume } from "../../model/syntax/volume-id.ts";
import { numberIn, textIn } from "../facts/json.ts";
import { listIn, readingOf } from "./node-answers.ts";
import { type ApiReader, isPathPart } from "./rows.ts";

/**
 * What the storages of a guest say of its volumes, one request for each storage. The guest has to be named: to one who may
 * only look, a list of all images is an empty one (pve-storage Storage.pm check_volume_access, 9.1.7).
 */
export async function readVolumes(
  api: ApiReader,
  { vmid, node, config }: GuestSnapshot,
): Promise<Pick<GuestInside, "volumes">> {
  const storages = [...storagesIn(config)].filter(isPathPart).sort();
  if (node === null || storages.length === 0) return {};
  const read = await Promise.all(
    storages.map(async (storage) => {
      const path = `/nodes/${node}/storage/${storage}/content?content=images&vmid=${vmid}`;
      return readingOf(path, await api.get(path), volumesIn);
    }),
  );
  const failed = read.find((one) => "failed" in one);
  if (failed !== undefined && "failed" in failed) return { volumes: { failed: failed.failed } };
  return { volumes: { value: read.flatMap((one) => ("value" in one ? one.value : [])) } };
}

function storagesIn(config: string): ReadonlySet<string> {
  const storages = new Set<string>();
  for (const { key, value } of parseGuestConf(config).current.entries.values()) {
    const reading = isDriveKey(key) ? readDrive(key, value) : undefined;
    if (reading?.ok !== true || reading.drive.media === "cdrom") continue;
    const volume = parseVolume(reading.drive.file);
    if (volume.kind === "volume") storages.add(volume.storage);
  }
  return storages;
}

/** `GET /nodes/{n}/storage/{s}/content`. A row without its id or size tells nothing. */
function volumesIn(data: unknown): readonly StoredVolume[] {
  return listIn(data).flatMap((row) => {
    const [volid, size, format, parent] = [
      textIn(row, "volid"),
      numberIn(row, "size"),
      textIn(row, "format"),
      textIn(row, "parent"),
    ];
    if (volid === undefined || size === undefined) return [];
    return [
      {
        volid: volid.slice(0, 300),
        size,
        ...(format === undefined ? {} : { format: format.slice(0, 20) }),
        ...(parent === undefined || parent === "" ? {} : { parent: parent.slice(0, 300) }),
      },
    ];
  });
}
