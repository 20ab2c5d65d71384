import { describe, expect, it } from "vitest";
import { decide } from "../src/decide/decide.ts";
import { newDiskTypes } from "../src/decide/place.ts";
import {
  audit,
  decideNewGuest,
  defaultPolicy,
  Failure,
  newGuestStorages,
  type Policy,
  resolve,
} from "../src/index.ts";
import type { ClusterSnapshot } from "../src/model/cluster.ts";
import {
  type DecideOutput,
  guestRoles,
  mobilities,
  newGuestSystems,
  type StorageChoice,
  type Wish,
} from "../src/model/decision.ts";
import { type GuestIntent, guestIntents } from "../src/model/intent.ts";
import { type StorageView, storageViews } from "../src/narrator/places.ts";
import { type Candidate, predicted } from "../src/narrator/predicted-guest.ts";
import { isAgainst } from "../src/narrator/storage-choices.ts";
import { exampleSnapshot } from "./support/example-cluster.ts";

/** What decide hands out has to pass our own audit, for every wish, on every storage, whatever a policy wants of aio. */

const intents: readonly (readonly GuestIntent[])[] = [
  [],
  ["disposable"],
  ["scratch", "disposable"],
  ["infrastructure"],
  ["memory-sensitive", "golden"],
  ["sequential"],
  ["write-heavy"],
];

const devices = [undefined, "0000:81:00", "any-vf"] as const;

/** Everything that can be asked for but the intents. */
const bareWishes: readonly Wish[] = mobilities.flatMap((mobility) =>
  newGuestSystems.flatMap((os) =>
    guestRoles.flatMap((role) =>
      devices
        .filter((device) => device === undefined || role === "specialty")
        .map((device) => ({
          mobility,
          os,
          role,
          intents: [],
          device,
          name: undefined,
          memory: 4096,
          cores: 2,
          size: 32,
        })),
    ),
  ),
);

const wishes: readonly Wish[] = bareWishes.flatMap((wish) =>
  intents.map((said) => ({ ...wish, intents: said })),
);

/** Every set of intents, without the lane and the role, which are asked for by themselves: 2⁷. */
const intentSets = guestIntents
  .filter((intent) => !/^lane:|^specialty$|^generalized$/.test(intent))
  .reduce<readonly (readonly GuestIntent[])[]>(
    (sets, intent) => sets.flatMap((set) => [set, [...set, intent]]),
    [[]],
  );

/** Nothing declared, or the lane that the mobility means. */
function laneSets(mobility: Wish["mobility"]): readonly (readonly GuestIntent[])[] {
  const lane = { mobile: "lane:shared", failover: "lane:replicated", pinned: "lane:local" } as const;
  return [[], [lane[mobility]]];
}

const policies: readonly Policy[] = [
  defaultPolicy,
  { ...defaultPolicy, aioOnLvm: "threads" },
  { ...defaultPolicy, aioOnLvm: "leave" },
  ...(["io_uring", "native", "threads", "leave"] as const).flatMap((aio): readonly Policy[] => [
    {
      ...defaultPolicy,
      aio: { storages: {}, types: { lvm: aio, cifs: aio, zfspool: aio, btrfs: aio }, lanes: {} },
    },
    {
      ...defaultPolicy,
      aio: {
        storages: { krbd: aio, thin: aio },
        types: {},
        lanes: { local: aio, shared: aio, replicated: aio },
      },
    },
  ]),
];

/** More sections than the examples of the rule pages need. */
const moreStorages = `
zfspool: thick
\tpool tank
\tcontent images

zfspool: big
\tpool tank
\tsparse 1
\tblocksize 128k
\tcontent images

dir: dirchain
\tpath /plain
\tsnapshot-as-volume-chain 1
\tcontent images

nfs: nfschain
\tserver 192.0.2.14
\texport /y
\tsnapshot-as-volume-chain 1
\tcontent images

zfs: ziscsi
\tpool tank
\tportal 192.0.2.15
\ttarget iqn.2003-01.example:t3
\tiscsiprovider LIO
\tblocksize 16k
\tcontent images
`;

/** A device that moves with its guest, to every node. */
const mappingOn = (nodes: readonly string[]): string =>
  `any-vf\n\tlive-migration-capable 1\n${nodes.map((node) => `\tmap node=${node},path=0000:02:00.0,id=8086:1520\n`).join("")}`;

function cluster(): ClusterSnapshot {
  const snapshot = exampleSnapshot();
  return {
    ...snapshot,
    files: {
      ...snapshot.files,
      "storage.cfg": `${snapshot.files["storage.cfg"] ?? ""}${moreStorages}`,
      "mapping/pci.cfg": mappingOn(snapshot.nodes.map(({ name }) => name)),
    },
  };
}

/** All facts, a copy of /etc/pve alone, and an older Proxmox VE. */
const clusters: readonly (readonly [string, ClusterSnapshot, readonly Policy[]])[] = [
  ["all facts", cluster(), policies],
  ["files only", { ...cluster(), nodes: cluster().nodes.map(({ name }) => ({ name })) }, [defaultPolicy]],
  [
    "Proxmox VE 8",
    {
      ...cluster(),
      // Volume chains came with Proxmox VE 9.
      files: {
        ...cluster().files,
        "storage.cfg":
          cluster().files["storage.cfg"]?.replaceAll("\tsnapshot-as-volume-chain 1\n", "") ?? null,
      },
      nodes: cluster().nodes.map((node) => ({
        ...node,
        packages: {
          value: {
            "pve-manager": "8.2.2",
            "qemu-server": "8.2.1",
            "pve-qemu-kvm": "8.1.5-6",
            "zfsutils-linux": "2.2.4-pve1",
          },
          source: "pveversion",
        },
        kernel: { value: "6.8.4-2-pve", source: "uname -r" },
      })),
    },
    [defaultPolicy],
  ],
  ["one node", { ...cluster(), nodes: cluster().nodes.slice(0, 1) }, [defaultPolicy]],
];

/** aio follows the lane and the cache: an ordinary guest, and the one that may write back. */
function sweepsPolicies({ role, intents: said, device }: Wish): boolean {
  return role === "generalized" ? said.length === 0 : said[0] === "disposable" && device === "0000:81:00";
}

const asked = { tool: { name: "lanekeeper", version: "0" }, generatedAt: "2026-11-22T09:46:00.000Z" };

const lanes = { mobile: ["shared"], failover: ["replicated"], pinned: ["local", "shared"] } as const;

/** Options and drive keys of `qm create` of which no setting says why. */
function unexplained({ settings, commands: [create] }: DecideOutput): readonly string[] {
  const [, , , ...words] = create?.argv ?? [];
  const said = new Map(settings.map(({ key, value }) => [key, value]));
  return words.flatMap((word, at) => {
    const [key, value = ""] = [/^--(\w+)$/.exec(word)?.[1], words[at + 1]];
    if (key === undefined) return [];
    const [volume = "", ...keys] = value.split(",");
    if (key === "scsi0")
      return keys.filter((part) => part !== `${part.split("=")[0]}=${said.get(part.split("=")[0] ?? "")}`);
    const written = /:\d+$/.test(volume) && /disk0$|state0$/.test(key) ? keys.join() : value;
    return said.get(key) === written ? [] : [`${key} ${value}`];
  });
}

function isRight(output: DecideOutput, wish: Wish): void {
  const where = `${JSON.stringify(wish)} on ${output.storage.id ?? output.storage.type}: ${output.commands[0]?.argv.join(" ")}`;
  expect(
    output.findings.filter(({ severity }) => severity !== "note"),
    where,
  ).toEqual([]);
  // Without a cluster nobody knows whether a mapped device can migrate live.
  const untold = output.storage.id === null && wish.device === "any-vf" ? ["unknown"] : [];
  expect(unexplained(output), where).toEqual([]);
  expect([...lanes[wish.mobility], ...untold], where).toContain(output.lane);
  expect(output.quadrant, where).toEqual({ role: wish.role, os: wish.os });
}

/** Reasons that lie in the wish and the storage. Any other is a finding: decide had chosen wrong. */
const structural =
  /^(not shared|only zfspool|shared: it needs no replica|on pve2 only|disabled$|its content|iscsi(direct)? hands out|the PCI device|not known whether any-vf|the cluster has one node|on no node of this|shared: it would be in)/;
/** zdir is a directory on a dataset whose files bypass ARC: neither cache is right there. */
const noneIsRight = new Set(["zdir"]);

function isExplained({ id, verdict, reasons }: StorageChoice, wish: Wish): void {
  if (verdict === "fits" || noneIsRight.has(id)) return;
  if (verdict === "impossible")
    for (const reason of reasons) expect(reason, `${id} ${JSON.stringify(wish)}`).toMatch(structural);
  else expect(reasons.join()).toMatch(/spinning disks|nearly full|not proven/);
}

/** The guest that a wish comes to on each storage that can hold it. */
function candidatesOf(
  views: readonly StorageView[],
  wish: Wish,
  policy: Policy,
  firstVmid: number,
): readonly Candidate[] {
  return views.flatMap(({ place, storage }, at) => {
    if (place === undefined || noneIsRight.has(storage.entry.id)) return [];
    const vmid = firstVmid + at;
    return [{ guest: { ...decide(place, wish, vmid, policy).guest, vmid }, storage }];
  });
}

/** What our rules hold against guests that would all be there. */
function against(
  snapshot: ClusterSnapshot,
  candidates: readonly Candidate[],
  policy: Policy,
): readonly string[] {
  const cluster = resolve(predicted(snapshot, candidates), policy);
  expect(cluster.guests.length).toBe(candidates.length);
  const { findings } = audit(cluster, { ...asked, sources: [], policy });
  const guests = new Map(candidates.map(({ guest }) => [guest.vmid, guest]));
  return findings.filter(isAgainst).map(({ subject, rule }) => {
    const guest = guests.get(subject.vmid ?? Number(/vm-(\d+)-/.exec(subject.volume ?? "")?.[1]));
    return `${rule} ${guest?.storage} ${guest?.tags.join()} ${JSON.stringify(guest?.drive)}`;
  });
}

describe("what decide hands out passes our own audit", () => {
  it.each(clusters)(
    "on every storage of a cluster: %s",
    (_, snapshot, wanted) => {
      let asks = 0;
      for (const wish of wishes) {
        for (const policy of sweepsPolicies(wish) ? wanted : [defaultPolicy]) {
          const choices = newGuestStorages({ ...asked, snapshot, wish, policy });
          for (const choice of choices) isExplained(choice, wish);
          // The ranking has judged a guest on each storage; the whole answer is made for another one each time.
          const usable = choices.filter(({ verdict }) => verdict !== "impossible");
          const choice = usable[asks++ % (2 * usable.length)];
          if (choice !== undefined)
            isRight(decideNewGuest({ ...asked, snapshot, wish, policy, storage: choice.id }), wish);
        }
      }
    },
    120_000,
  );

  it("for every set of intents", () => {
    const snapshot = cluster();
    for (const wish of bareWishes) {
      const candidates = laneSets(wish.mobility).flatMap((lane, half) => {
        const views = storageViews(snapshot, { ...wish, intents: lane }, undefined, defaultPolicy);
        return intentSets.flatMap((said, at) => {
          const ask = { ...wish, intents: [...said, ...lane] };
          return candidatesOf(views, ask, defaultPolicy, 1000 * (1 + at + half * intentSets.length));
        });
      });
      expect(against(snapshot, candidates, defaultPolicy)).toEqual([]);
    }
  }, 120_000);

  it("as the Terraform form too, whose provider writes aio and cache where qm leaves them out", () => {
    const snapshot = cluster();
    for (const wish of wishes.filter(sweepsPolicies))
      for (const policy of policies) {
        const views = storageViews(snapshot, wish, undefined, policy);
        const candidates = candidatesOf(views, wish, policy, 900).map(({ guest, storage }) => {
          const { cache, aio } = guest.drive.inForce;
          // Where nothing has a meaning nothing is said, and the provider takes its default.
          return {
            storage,
            guest: { ...guest, drive: { ...guest.drive, cache, aio: aio ?? ("io_uring" as const) } },
          };
        });
        expect(against(snapshot, candidates, policy)).toEqual([]);
      }
  }, 60_000);

  it("on every type without a cluster", () => {
    for (const wish of wishes) {
      for (const storage of newDiskTypes) {
        try {
          const output = decideNewGuest({ ...asked, snapshot: undefined, wish, storage });
          isRight(output, wish);
          expect(output.storage).toEqual({ id: null, type: storage, node: null });
        } catch (error) {
          if (!(error instanceof Failure)) throw error;
          expect(error.code, `${JSON.stringify(wish)} ${storage}: ${error.message}`).toBe("no-storage-fits");
          expect(error.message).toMatch(
            /not shared|only zfspool|needs no replica|ties the guest|not known whether/,
          );
        }
      }
    }
  }, 60_000);
});
