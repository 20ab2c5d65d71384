import type {
  BlockDevice,
  ClusterSnapshot,
  Dataset,
  NodeSnapshot,
  Pool,
  Reading,
  TrimSchedule,
  Vdev,
} from "../../src/model/cluster.ts";

/** Directives of examples that set facts of nodes, for the rules about storages, pools and nodes. */

export type Directive = (snapshot: ClusterSnapshot, rest: string) => ClusterSnapshot;

export function everyNode(
  snapshot: ClusterSnapshot,
  change: (node: NodeSnapshot) => NodeSnapshot,
): ClusterSnapshot {
  return { ...snapshot, nodes: snapshot.nodes.map(change) };
}

const gib = 2 ** 30;

function words(text: string): readonly string[] {
  return text.split(" ").filter((word) => word !== "");
}

/** `a=1 b=2`; `_` stands for a space in a value. */
function pairs(list: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    list.map((word) => {
      const at = word.indexOf("=");
      return [word.slice(0, at), word.slice(at + 1).replaceAll("_", " ")];
    }),
  );
}

function readValue<T>(reading: Reading<T> | undefined, otherwise: T): T {
  return reading !== undefined && "value" in reading ? reading.value : otherwise;
}

/** Changes the value of one reading of every node. */
function edit<K extends Exclude<keyof NodeSnapshot, "name">>(
  key: K,
  empty: (NodeSnapshot[K] & { value: unknown })["value"],
  change: (value: (NodeSnapshot[K] & { value: unknown })["value"], node: string) => unknown,
): Directive {
  return (snapshot) =>
    everyNode(snapshot, (node) => {
      const reading = node[key] as Reading<unknown> | undefined; // every key but the name holds a reading
      const value = change(readValue(reading, empty) as never, node.name);
      return { ...node, [key]: { value, source: reading?.source ?? `${node.name} ${key}` } };
    });
}

function editPool(snapshot: ClusterSnapshot, name: string, change: (pool: Pool) => Pool): ClusterSnapshot {
  const pools = edit("pools", [], (value) => {
    const list = value as readonly Pool[];
    const there = list.find((pool) => pool.name === name) ?? { name, state: "ONLINE", vdevs: [] };
    return [...list.filter((pool) => pool.name !== name), change(there)];
  });
  return pools(snapshot, "");
}

/** One `key=value` of `@pool-fact`: a field of the pool, or else a property of `zpool get`. `-key` takes it away. */
function withPoolFact(pool: Pool, word: string): Pool {
  if (word.startsWith("-")) {
    const key = word.slice(1);
    const properties = Object.entries(pool.properties ?? {}).filter(([name]) => name !== key);
    const rest = Object.fromEntries(Object.entries(pool).filter(([name]) => name !== key)) as unknown as Pool; // name and vdevs stay
    return { ...rest, ...(key === "properties" ? {} : { properties: Object.fromEntries(properties) }) };
  }
  const [key = "", value = ""] = Object.entries(pairs([word]))[0] ?? [];
  if (key === "capacity") return { ...pool, capacity: Number(value) };
  if (key === "state" || key === "status") return { ...pool, [key]: value };
  if (key === "lastScrub") return { ...pool, lastScrub: value === "never" ? null : value };
  if (key === "dataErrors") return { ...pool, dataErrors: value === "yes" };
  return { ...pool, properties: { ...pool.properties, [key]: value } };
}

export const factDirectives: Readonly<Record<string, Directive>> = {
  /** `@on pve2 usage gfs 97`: another directive, for that node alone. */
  on: (s, rest) => {
    const [name = "", directive = "", ...more] = words(rest);
    const alone = { ...s, nodes: s.nodes.filter((node) => node.name === name) };
    const [changed] = (factDirectives[directive] ?? ((same) => same))(alone, more.join(" ")).nodes;
    return everyNode(s, (node) => (node.name === name && changed !== undefined ? changed : node));
  },
  /** `@pkg qemu-server=9.2.0`: package versions, for `@on`; `@versions` sets them everywhere. */
  pkg: (s, rest) => edit("packages", {}, (value) => ({ ...(value as object), ...pairs(words(rest)) }))(s, ""),
  /** `@kernel-of 7.0.15-1-pve`: the running kernel, for `@on`. */
  "kernel-of": (s, release) => edit("kernel", "", () => release)(s, ""),
  /** `@unread-conf nodes/pve2/qemu-server/102.conf`: a config, or more, that could not be read. */
  "unread-conf": (s, path) => ({ ...s, unreadable: [...s.unreadable, { path, reason: "is binary" }] }),
  /** `@unread arc`: that reading was never taken. */
  unread: (s, key) =>
    everyNode(
      s,
      (node) =>
        Object.fromEntries(Object.entries(node).filter(([name]) => name !== key)) as unknown as NodeSnapshot, // its name stays
    ),
  /** `@pool-fact tank capacity=94 state=DEGRADED autotrim=on -lastScrub`: see `withPoolFact`. */
  "pool-fact": (s, rest) => {
    const [name = "", ...facts] = words(rest);
    return editPool(s, name, (pool) => facts.reduce(withPoolFact, pool));
  },
  /** `@vdev tank log disk /dev/sdx,/dev/sdy ashift=9`: one more vdev. */
  vdev: (s, rest) => {
    const [name = "", role = "", kind = "", devices = "", ...facts] = words(rest);
    const { ashift = "12" } = pairs(facts);
    const vdev: Vdev = {
      role: role as Vdev["role"], // an example names one of the roles
      kind,
      devices: devices.split(","),
      ...(ashift === "-" ? {} : { ashift: Number(ashift) }),
    };
    return editPool(s, name, (pool) => ({ ...pool, vdevs: [...pool.vdevs, vdev] }));
  },
  /** `@no-vdevs tank`: before vdevs of an example's own. */
  "no-vdevs": (s, name) => editPool(s, name, (pool) => ({ ...pool, vdevs: [] })),
  /** `@no-pool tank`: zpool status was read and does not list it. */
  "no-pool": (s, name) =>
    edit("pools", [], (value) => (value as readonly Pool[]).filter((pool) => pool.name !== name))(s, ""),
  /** `@disk sdx ssd model=Samsung_SSD_870_EVO tran=sata`: a disk of lsblk; it takes the place of one of that name. */
  disk: (s, rest) => {
    const [name = "", medium, ...facts] = words(rest);
    const { model, tran, serial, vg, sector } = pairs(facts);
    const lv = { name: `${vg}-vm--101--disk--0`, type: "lvm", mountpoints: [], children: [] };
    const disk: BlockDevice = {
      name,
      path: `/dev/${name}`,
      type: "disk",
      mountpoints: [],
      children: vg === undefined ? [] : [lv],
      ...(medium === "-" ? {} : { rotational: medium === "hdd" }),
      ...(model === undefined ? {} : { model }),
      ...(tran === undefined ? {} : { transport: tran }),
      ...(serial === undefined ? {} : { serial }),
      ...(sector === undefined ? {} : { physicalSector: Number(sector) }),
    };
    return edit("blockDevices", [], (value) => [
      ...(value as readonly BlockDevice[]).filter((other) => other.name !== name),
      disk,
    ])(s, "");
  },
  /** `@dataset tank sync=disabled`: sets properties there; `sync=disabled<tank`: inherited from tank. */
  dataset: (s, rest) => {
    const [name = "", ...list] = words(rest);
    const properties = Object.fromEntries(
      Object.entries(pairs(list)).map(([key, text]) => {
        const [value = "", from] = text.split("<");
        return [key, { value, source: from === undefined ? "local" : `inherited from ${from}` }];
      }),
    );
    return edit("datasets", [], (value) => {
      const rows = value as readonly Dataset[];
      const there = rows.find((row) => row.name === name)?.properties ?? {};
      return [...rows.filter((row) => row.name !== name), { name, properties: { ...there, ...properties } }];
    })(s, "");
  },
  /** `@dataset-without tank sync`: zfs get did not answer that property of it. */
  "dataset-without": (s, rest) => {
    const [name, key] = words(rest);
    return edit("datasets", [], (value) =>
      (value as readonly Dataset[]).map((row) =>
        row.name === name
          ? {
              ...row,
              properties: Object.fromEntries(Object.entries(row.properties).filter(([k]) => k !== key)),
            }
          : row,
      ),
    )(s, "");
  },
  /** `@no-dataset tank/dir` */
  "no-dataset": (s, name) =>
    edit("datasets", [], (value) => (value as readonly Dataset[]).filter((row) => row.name !== name))(s, ""),
  /** `@arc size=8 cMax=8 arcMax=0 hits=100 misses=50`: sizes in GiB; `arcMax=-` takes it away. */
  arc: (s, rest) => {
    const { size, cMax, arcMax, hits, misses } = pairs(words(rest));
    const bytes = (text: string | undefined, key: string) =>
      text === undefined ? {} : { [key]: Number(text) * gib };
    const count = (text: string | undefined, key: string) =>
      text === undefined ? {} : { [key]: Number(text) };
    return edit("arc", { size: 0, cMax: 0, demandHits: 0, demandMisses: 0 }, (value) => {
      const merged = {
        ...(value as object),
        ...bytes(size, "size"),
        ...bytes(cMax, "cMax"),
        ...(arcMax === "-" ? {} : bytes(arcMax, "arcMax")),
        ...count(hits, "demandHits"),
        ...count(misses, "demandMisses"),
      };
      return arcMax === "-"
        ? Object.fromEntries(Object.entries(merged).filter(([key]) => key !== "arcMax"))
        : merged;
    })(s, "");
  },
  /** `@trim timer tank`, `@trim cron *`: one more schedule besides Debian's job; `@trim none`: not even that. */
  trim: (s, rest) => {
    const [kind = "", pool = "*"] = words(rest);
    const schedule: TrimSchedule = {
      kind: kind === "timer" ? "timer" : "cron",
      pool: pool === "*" ? null : pool,
      debianJob: false,
      source: kind === "timer" ? `zfs-trim-monthly@${pool}.timer` : "/etc/cron.d/trim",
    };
    return edit("trimSchedules", [], (value) =>
      kind === "none" ? [] : [...(value as readonly TrimSchedule[]), schedule],
    )(s, "");
  },
  /** `@usage local 94`: percent used of 100 GiB; `@usage local inactive`, `@usage local -`: not listed. */
  usage: (s, rest) => {
    const [storage = "", fill = ""] = words(rest);
    const active = fill !== "inactive";
    const row = { storage, active, total: active ? 100 * gib : 0, used: active ? Number(fill) * gib : 0 };
    return edit("storageUsage", [], (value) => [
      ...(value as readonly { readonly storage: string }[]).filter((other) => other.storage !== storage),
      ...(fill === "-" ? [] : [row]),
    ])(s, "");
  },
  /** `@lv pve/data thin-pool data=94 meta=10`, `@lv vg_san/vm-101-disk-0 linear auto=yes`, `@lv pve/data -`: gone. */
  lv: (s, rest) => {
    const [path = "", segtype = "", ...facts] = words(rest);
    const [volumeGroup = "", name = ""] = path.split("/");
    const { data, meta, auto } = pairs(facts);
    const row = {
      volumeGroup,
      name,
      segtype,
      ...(data === undefined ? {} : { dataPercent: Number(data) }),
      ...(meta === undefined ? {} : { metadataPercent: Number(meta) }),
      ...(auto === undefined ? {} : { autoactivation: auto === "yes" }),
    };
    return edit("logicalVolumes", [], (value) => [
      ...(value as readonly { readonly volumeGroup: string; readonly name: string }[]).filter(
        (other) => other.volumeGroup !== volumeGroup || other.name !== name,
      ),
      ...(segtype === "-" ? [] : [row]),
    ])(s, "");
  },
  /** `@vg vg_san uuid=other pv=/dev/sdx`, `@vg vg_san -`: gone. */
  vg: (s, rest) => {
    const [name = "", ...facts] = words(rest);
    const { uuid = "", pv = "" } = pairs(facts);
    const row = { name, uuid, physicalVolumes: pv.split(",").filter((path) => path !== "") };
    return edit("volumeGroups", [], (value) => [
      ...(value as readonly { readonly name: string }[]).filter((other) => other.name !== name),
      ...(facts[0] === "-" ? [] : [row]),
    ])(s, "");
  },
  /** `@datastore main /tank/pbs`: a backup server's datastore on the node. */
  datastore: (s, rest) => {
    const [name = "", path = ""] = words(rest);
    return edit("backupDatastores", [], (value) => [...(value as readonly unknown[]), { name, path }])(s, "");
  },
  /** `@runs 101 no`: whether a guest runs. */
  runs: (s, rest) => {
    const [vmid = "", runs] = words(rest);
    return edit("running", {}, (value) => ({ ...(value as object), [vmid]: runs !== "no" }))(s, "");
  },
  /** `@agent 101 silent`, `@agent 101 Windows_11_Pro`, `@agent 101 -`: it answers without a name. */
  agent: (s, rest) => {
    const [vmid = "", said = ""] = words(rest);
    const osName = said.replaceAll("_", " ");
    const answer =
      said === "silent" ? { answers: false } : said === "-" ? { answers: true } : { answers: true, osName };
    return edit("agents", {}, (value) => ({ ...(value as object), [vmid]: answer }))(s, "");
  },
  /** `@job 101-0 fails=2 last=2026-11-21T08:00:00Z read=2026-11-21T09:00:00Z`: the state of a replication job. */
  job: (s, rest) => {
    const [id = "", ...facts] = words(rest);
    const { fails = "0", last = "", read, error } = pairs(facts);
    const state = {
      id,
      failCount: Number(fails),
      lastSync: last === "" ? null : last,
      ...(read === undefined ? {} : { readAt: read }),
      ...(error === undefined ? {} : { error }),
    };
    return edit("replicationStates", [], (value) => [...(value as readonly unknown[]), state])(s, "");
  },
  /** `@cfg tank sparse 0`: a line of that storage in storage.cfg; `@cfg tank sparse -`: without it. */
  cfg: (s, rest) => {
    const [id = "", key = "", ...value] = words(rest);
    const sections = (s.files["storage.cfg"] ?? "").split("\n\n").map((section) => {
      if (section.split("\n")[0]?.split(": ")[1] !== id) return section;
      const kept = section.split("\n").filter((line) => line.trim().split(" ")[0] !== key);
      return value[0] === "-" ? kept.join("\n") : [...kept, `\t${key} ${value.join(" ")}`].join("\n");
    });
    const text = `${sections.map((section) => section.trimEnd()).join("\n\n")}\n`;
    return { ...s, files: { ...s.files, "storage.cfg": text } };
  },
};
