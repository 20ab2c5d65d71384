import type { DriveBus } from "./drive-key.ts";
import {
  flag,
  integer,
  matching,
  number,
  oneOf,
  type PropertyFormat,
  type PropertySpec,
  propertyFormat,
  required,
  text,
} from "./property-format.ts";
import { parseSize } from "./size.ts";
import { isDriveFile, isUrlencoded, isVolumeId } from "./text-formats.ts";

// The keys of every bus and what they hold: qemu-server Drive.pm, 9.2.6.

const imageFormat = oneOf("raw qcow qed qcow2 vmdk cloop");
const size = text("a size", (value) => parseSize(value) !== undefined);
const file = required(text("a volume id, an absolute path, none or cdrom", isDriveFile));
const seconds = integer(1);

const throttles: Readonly<Record<string, PropertySpec>> = Object.fromEntries(
  ["", "_rd", "_wr"].flatMap((way) => [
    [`bps${way}`, integer()],
    [`iops${way}`, integer()],
    [`mbps${way}`, number()],
    [`iops${way}_max`, integer()],
    [`mbps${way}_max`, number()],
    [`bps${way}_max_length`, seconds],
    [`iops${way}_max_length`, seconds],
  ]),
);

const everyBus: Readonly<Record<string, PropertySpec>> = {
  file,
  size,
  format: imageFormat,
  media: oneOf("cdrom disk"),
  snapshot: flag,
  cache: oneOf("none writethrough writeback unsafe directsync"),
  aio: oneOf("native threads io_uring"),
  discard: oneOf("ignore on"),
  detect_zeroes: flag,
  backup: flag,
  replicate: flag,
  shared: flag,
  rerror: oneOf("ignore report stop"),
  werror: oneOf("enospc ignore report stop"),
  serial: text("url-encoded, at most 60 characters", isUrlencoded, 60),
  ...throttles,
};

const ssd = { ssd: flag };
const wwn = { wwn: matching("0x and 16 hex digits", /^0x[0-9a-fA-F]{16}$/) };
const iothread = { iothread: flag };
const ro = { ro: flag };

/** `volume` is the historical name of `file`; the burst lengths had shorter names. */
const aliases: ReadonlyMap<string, string> = new Map([
  ["volume", "file"],
  ["bps_rd_length", "bps_rd_max_length"],
  ["bps_wr_length", "bps_wr_max_length"],
  ["iops_rd_length", "iops_rd_max_length"],
  ["iops_wr_length", "iops_wr_max_length"],
]);

/** Disk geometry: legal up to qemu-server 8, forgotten without a word since 9.0. */
const dropped: ReadonlySet<string> = new Set(["cyls", "heads", "secs", "trans"]);

const bus = { defaultKey: "file", aliases, dropped };
const volumeOnly = { defaultKey: "file", aliases: new Map([["volume", "file"]]) };

export const driveFormats: Readonly<Record<DriveBus, PropertyFormat>> = {
  ide: propertyFormat(
    { ...everyBus, ...ssd, ...wwn, model: text("url-encoded, at most 120 characters", isUrlencoded, 120) },
    bus,
  ),
  sata: propertyFormat({ ...everyBus, ...ssd, ...wwn }, bus),
  scsi: propertyFormat(
    {
      ...everyBus,
      ...ssd,
      ...wwn,
      ...iothread,
      ...ro,
      queues: integer(2),
      scsiblock: flag,
      product: matching("at most 16 plain characters", /^[A-Za-z0-9\-_\s]{0,16}$/),
      vendor: matching("at most 8 plain characters", /^[A-Za-z0-9\-_\s]{0,8}$/),
    },
    bus,
  ),
  virtio: propertyFormat({ ...everyBus, ...iothread, ...ro }, bus),
  efidisk: propertyFormat(
    {
      file,
      size,
      format: imageFormat,
      efitype: oneOf("2m 4m"),
      "pre-enrolled-keys": flag,
      "ms-cert": oneOf("2011 2023 2023w 2023k"),
    },
    volumeOnly,
  ),
  tpmstate: propertyFormat(
    { file, size, format: oneOf("raw qcow2 vmdk"), version: oneOf("v1.2 v2.0") },
    volumeOnly,
  ),
  unused: propertyFormat({ file: required(text("a volume id", isVolumeId)) }, volumeOnly),
};

/** Every alias a drive string may use, on any bus. */
export const driveGrammar = { defaultKey: "file", aliases };
