import type { ClusterSnapshot, Dataset, NodeSnapshot } from "../model/cluster.ts";
import type { GuestStep, HostStep, Plan } from "../model/plan.ts";
import { isDriveKey } from "../model/syntax/drive-key.ts";
import { readDrive } from "../model/syntax/drive-string.ts";
import { withOption } from "../model/syntax/edit-guest-conf.ts";
import { withProperty } from "../model/syntax/edit-section-config.ts";
import { editProperties } from "../model/syntax/property-string.ts";
import { byGuest } from "./by-guest.ts";

/**
 * The cluster as it will be once every step is in force: guests stopped and started, host steps carried out. What else is
 * pending stays pending, because who saved it may still take it back.
 */
export function predict(
  snapshot: ClusterSnapshot,
  { steps, hostSteps }: Pick<Plan, "steps" | "hostSteps">,
): ClusterSnapshot {
  const ofGuest = byGuest(steps);
  const written = {
    ...snapshot,
    guests: snapshot.guests.map((guest) => {
      const own = ofGuest.get(guest.vmid);
      return own === undefined ? guest : { ...guest, config: own.reduce(withStep, guest.config) };
    }),
  };
  return hostSteps.reduce(withHostStep, written);
}

function withStep(config: string, { option, from, to }: GuestStep): string {
  return withOption(config, option, to === null || from === null ? to : withSize(option, from, to));
}

/** Proxmox VE works the size out anew, which gives the same one: the volume stays. */
function withSize(option: string, from: string, to: string): string {
  if (!isDriveKey(option)) return to;
  const reading = readDrive(option, from);
  const size = reading.ok ? reading.drive.options["size"] : undefined;
  return size === undefined ? to : editProperties(to, { size });
}

function withHostStep(snapshot: ClusterSnapshot, step: HostStep): ClusterSnapshot {
  const [program, , third = "", fourth = "", fifth = ""] = step.argv;
  if (program === "pvesm") {
    const text = snapshot.files["storage.cfg"];
    if (typeof text !== "string") return snapshot;
    const edited = withProperty(text, third, fourth.replace(/^--/, ""), fifth);
    return { ...snapshot, files: { ...snapshot.files, "storage.cfg": edited } };
  }
  if (program === "systemctl") return withNode(snapshot, step.node, (node) => withTimer(node, fourth));
  const key = third.slice(0, third.indexOf("="));
  return withNode(snapshot, step.node, (node) => withDataset(node, fourth, key, step.to));
}

function withNode(
  snapshot: ClusterSnapshot,
  name: string,
  change: (node: NodeSnapshot) => NodeSnapshot,
): ClusterSnapshot {
  return { ...snapshot, nodes: snapshot.nodes.map((node) => (node.name === name ? change(node) : node)) };
}

/** The timers that a plan enables trim the pool in their name. */
function withTimer(node: NodeSnapshot, unit: string): NodeSnapshot {
  const { trimSchedules } = node;
  if (trimSchedules === undefined || !("value" in trimSchedules)) return node;
  const pool = unit.slice(unit.indexOf("@") + 1, unit.lastIndexOf("."));
  const enabled = { kind: "timer", pool, debianJob: false, source: unit } as const;
  return { ...node, trimSchedules: { ...trimSchedules, value: [...trimSchedules.value, enabled] } };
}

function withDataset(node: NodeSnapshot, name: string, key: string, value: string): NodeSnapshot {
  const { datasets } = node;
  if (datasets === undefined || !("value" in datasets)) return node;
  const change = (dataset: Dataset): Dataset => {
    if (dataset.name === name) return withValue(dataset, key, value, "local");
    return inherits(dataset, name, key) ? withValue(dataset, key, value, `inherited from ${name}`) : dataset;
  };
  return { ...node, datasets: { ...datasets, value: datasets.value.map(change) } };
}

/** Whether a dataset below takes the value over: nobody between the two has set it. */
function inherits({ name, properties }: Dataset, from: string, key: string): boolean {
  const source = properties[key]?.source;
  if (!name.startsWith(`${from}/`) || source === undefined) return false;
  if (source === "default") return true;
  const origin = /^inherited from (\S+)$/.exec(source)?.[1];
  return origin !== undefined && !origin.startsWith(`${from}/`);
}

function withValue(dataset: Dataset, key: string, value: string, source: string): Dataset {
  return { ...dataset, properties: { ...dataset.properties, [key]: { value, source } } };
}
