import type {
  BackupDatastore,
  LogicalVolume,
  Pool,
  StorageUsage,
  TrimSchedule,
  VolumeGroup,
} from "../../model/cluster.ts";
import type { Aliases } from "./aliases.ts";
import { redacted } from "./known-words.ts";
import { redactDeviceId, redactPart, redactPath } from "./paths.ts";
import { plainWord, shaped } from "./plain-values.ts";

/** Pools, volume groups and storages of a node: numbers and ZFS's own words stay. */

export function redactPool(pool: Pool, aliases: Aliases): Pool {
  const { name, state, vdevs, status, lastScrub, properties, ...numbers } = pool;
  return {
    ...numbers,
    name: redactPart(name, aliases),
    state: plainWord(state),
    vdevs: vdevs.map(({ kind, devices, ...rest }) => ({
      ...rest,
      kind: plainWord(kind),
      devices: devices.map((device) => redactDevicePath(device, aliases)),
    })),
    ...(lastScrub === undefined ? {} : { lastScrub: lastScrub === null ? null : redactTime(lastScrub) }),
    ...(status === undefined ? {} : { status: redactStatus(status, name) }),
    ...(properties === undefined ? {} : { properties: redactProperties(properties) }),
  };
}

function redactDevicePath(device: string, aliases: Aliases): string {
  return device.startsWith("/") ? redactPath(device, aliases) : redactDeviceId(device, aliases);
}

const redactTime = shaped(/^\d{4}-\d\d-\d\dT[\d:.]{5,12}Z$/);

/** ZFS's own sentences, unless they speak of something by name. */
function redactStatus(status: string, pool: string): string {
  return /^[A-Za-z ,.;()-]{0,600}$/.test(status) && !status.includes(pool) ? status : redacted;
}

const poolProperties = new Set(
  "size capacity health ashift autotrim autoexpand autoreplace fragmentation free allocated delegation failmode listsnapshots readonly dedupratio expandsize freeing leaked multihost version checkpoint".split(
    " ",
  ),
);

function redactProperties(properties: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const kept = Object.entries(properties).filter(
    ([key, value]) => poolProperties.has(key) && /^[\w.+-]{1,30}$/.test(value),
  );
  return Object.fromEntries(kept);
}

export function redactSchedule(schedule: TrimSchedule, aliases: Aliases): TrimSchedule {
  const { pool, source } = schedule;
  return {
    ...schedule,
    pool: pool === null ? null : redactPart(pool, aliases),
    source: redactSource(source, aliases),
  };
}

/** `facts/pve1/vgs.json + pvs.json` */
export function redactSource(source: string, aliases: Aliases): string {
  return source
    .split(" + ")
    .map((path) => redactPath(path, aliases))
    .join(" + ");
}

const redactSegtype = shaped(
  /^(?:linear|striped|error|zero|unknown|snapshot|mirror|writecache|(?:thin|cache|vdo)(?:-pool)?|raid\d{0,2}(?:_[a-z]{1,3}(?:_\d)?)?)$/,
);

export function redactVolume(volume: LogicalVolume, aliases: Aliases): LogicalVolume {
  return {
    ...volume,
    volumeGroup: redactPart(volume.volumeGroup, aliases),
    name: redactPart(volume.name, aliases),
    segtype: redactSegtype(volume.segtype),
  };
}

export function redactGroup({ name, uuid, physicalVolumes }: VolumeGroup, aliases: Aliases): VolumeGroup {
  return {
    name: redactPart(name, aliases),
    ...(uuid === undefined ? {} : { uuid: aliases.uuid(uuid) }),
    physicalVolumes: physicalVolumes.map((device) => redactPath(device, aliases)),
  };
}

export function redactUsage(usage: StorageUsage, aliases: Aliases): StorageUsage {
  return { ...usage, storage: aliases.name("storage", usage.storage) };
}

export function redactDatastore({ name, path }: BackupDatastore, aliases: Aliases): BackupDatastore {
  return { name: aliases.name("name", name), path: redactPath(path, aliases) };
}
