import type { FactKind } from "./fact.ts";

/** Where a person can get facts from, and which of them each supplies: the table rule → facts → sources. */

/** The guest agent stands beside the API and a shell, which ask it; a declaration is a line of the policy file. */
export const factSources = ["etc-pve", "pvereport", "api", "shell", "agent", "declaration"] as const;
export type FactSource = (typeof factSources)[number];

export const sourceNames: Readonly<Record<FactSource, string>> = {
  "etc-pve": "a copy of /etc/pve",
  pvereport: "pvereport",
  api: "an API token (PVEAuditor)",
  shell: "the facts script or ssh as root",
  agent: "a guest agent that answers",
  declaration: "a declaration",
};

/** `yes`, or what keeps it from being more than partly; no entry: it does not have it. */
type Supply = "yes" | { readonly partly: string };

const yes = "yes";
const partly = (what: string): Supply => ({ partly: what });

/** Read from pve-manager 9.2.4 PVE/Report.pm (pvereport), pve-docs apidata.js 9.1.3 (API), and our facts script. */
export const supplies: Readonly<Record<FactKind, Readonly<Partial<Record<FactSource, Supply>>>>> = {
  config: { "etc-pve": yes, pvereport: partly("its own node's guests"), api: yes, shell: yes },
  "storage-cfg": { "etc-pve": yes, pvereport: yes, api: yes, shell: yes },
  "node-count": { "etc-pve": yes, pvereport: yes, api: yes, shell: yes },
  "node-versions": { pvereport: yes, api: yes, shell: yes },
  kernel: { pvereport: yes, api: yes, shell: yes },
  "file-system": { pvereport: yes, api: partly("only in /nodes/<node>/report"), shell: yes },
  "dataset-properties": { shell: yes },
  "zvol-properties": { shell: yes },
  vdevs: { pvereport: yes, api: yes, shell: yes },
  "pool-state": { pvereport: yes, api: yes, shell: yes },
  "pool-properties": { shell: yes },
  "trim-schedules": { shell: yes },
  arc: { pvereport: partly("the size it aims at, not its cap"), shell: yes },
  lvm: {
    pvereport: partly("no UUIDs, no autoactivation"),
    api: partly("thin pools; no UUIDs, no autoactivation"),
    shell: yes,
  },
  "storage-usage": { pvereport: yes, api: yes, shell: yes },
  "backup-datastores": { shell: yes },
  medium: {
    pvereport: partly("no SAN, no OSD class"),
    api: partly("local disks and their pools, by name"),
    shell: partly("no SAN, no OSD class"),
    declaration: yes,
  },
  "block-devices": { pvereport: yes, api: partly("disks without transport and partitions"), shell: yes },
  ha: { "etc-pve": yes, pvereport: partly("which guests, not its rules"), api: yes, shell: yes },
  replication: { "etc-pve": yes, pvereport: partly("from pve-manager 9.1 on"), api: yes, shell: yes },
  "replication-state": { pvereport: partly("from pve-manager 9.1 on"), api: yes, shell: yes },
  mappings: { "etc-pve": yes, api: yes, shell: yes },
  "run-state": { pvereport: yes, api: yes, shell: yes },
  "agent-answer": { api: partly("with VM.GuestAgent.Audit"), shell: yes, agent: yes },
  "guest-os-name": {
    api: partly("where the guest's agent answers"),
    shell: partly("where the guest's agent answers"),
    agent: yes,
  },
};

/** What a source lacks of the facts that something needs. */
export interface Judgeable {
  readonly source: FactSource;
  readonly lacks: readonly FactKind[];
  readonly partly: readonly { readonly fact: FactKind; readonly only: string }[];
}

/** A rule and the sources that read a cluster: those facts it can have from each. */
export function judgeableFrom(needs: readonly FactKind[]): readonly Judgeable[] {
  return (["etc-pve", "pvereport", "api", "shell"] as const).map((source) => ({
    source,
    lacks: needs.filter((fact) => supplies[fact][source] === undefined),
    partly: needs.flatMap((fact) => {
      const supply = supplies[fact][source];
      return supply === undefined || supply === "yes" ? [] : [{ fact, only: supply.partly }];
    }),
  }));
}
