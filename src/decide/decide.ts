import type { DecidedSetting, NewGuest, Wish } from "../model/decision.ts";
import type { GuestIntent } from "../model/intent.ts";
import type { Policy } from "../model/policy.ts";
import { isPciAddress } from "../model/syntax/pci-address.ts";
import { driveFor } from "./drive.ts";
import { balloonFor, cpuFor, firmwareSettings, wishSettings } from "./guest-settings.ts";
import { laneFor } from "./lane.ts";
import type { Place } from "./place.ts";
import { asWanted, cellOf, quadrantName } from "./quadrant.ts";

export interface Decision {
  readonly guest: NewGuest;
  readonly settings: readonly DecidedSetting[];
}

/** The guest that a wish and a place come to, every setting with one line of why. */
export function decide(place: Place, wish: Wish, vmid: number, policy: Policy): Decision {
  const quadrant = quadrantName(wish);
  const { drive, driveSettings } = driveFor(place, wish, policy);
  const scsihw = cellOf("scsihw", quadrant);
  const balloon = balloonFor(wish, quadrant);
  const firmware = cellOf("firmware", quadrant).value !== "-";
  const device = wish.device === undefined ? null : deviceText(wish.device);
  const cpu = cpuFor(laneFor(wish, place.drive), place.drive.guest.onNode);
  const replication = replicationFor(place, wish);
  const guest: NewGuest = {
    vmid,
    name: wish.name ?? null,
    node: place.drive.guest.node,
    storage: place.drive.storage?.entry.id ?? null,
    ostype: wish.os === "linux" ? "l26" : "win11",
    memory: wish.memory,
    cores: wish.cores,
    cpu: cpu.value,
    balloon: balloon.value !== "0",
    scsihw: scsihw.value,
    firmware,
    device,
    tags: tagsFor(wish, place),
    drive,
    replication,
  };
  const settings = [
    asWanted("scsihw", scsihw),
    ...driveSettings,
    balloon,
    asWanted("agent", cellOf("agent", quadrant), "enabled=1"),
    ...firmwareSettings(firmware, quadrant),
    cpu,
    ...wishSettings(guest),
    ...deviceSettings(guest),
    ...replicationSettings(guest),
  ];
  return { guest, settings };
}

/** The value of hostpci0; pcie needs q35 (qemu-server PCI.pm, 9.2.6). */
export function deviceText(device: string): string {
  return `${isPciAddress(device) ? device : `mapping=${device}`},pcie=1`;
}

function deviceSettings({ device, firmware }: NewGuest): readonly DecidedSetting[] {
  if (device === null) return [];
  const settings: DecidedSetting[] = [
    { key: "hostpci0", value: device, why: "the device it is made for", source: "ours" },
  ];
  return firmware
    ? settings
    : [{ key: "machine", value: "q35", why: "pcie=1 needs it", source: "source" }, ...settings];
}

/** Proxmox VE's own default interval (pve-guest-common ReplicationConfig.pm). */
const interval = "*/15";

function replicationFor({ elsewhere }: Place, { mobility }: Wish): NewGuest["replication"] {
  return mobility === "failover" ? { target: elsewhere?.[0] ?? null, schedule: interval } : null;
}

function replicationSettings({ replication }: NewGuest): readonly DecidedSetting[] {
  if (replication === null) return [];
  return [
    {
      key: "replication",
      value: interval,
      why: "a copy on another node; a failover loses what came after the last one",
      source: "article",
    },
  ];
}

/** Tags that declare what was said; a sequential boot disk would be misused, so that is a note. */
function tagsFor({ intents, role, device }: Wish, { drive }: Place): readonly string[] {
  const kept = intents.filter((intent) => intent !== "sequential" || drive.backing !== "zvol");
  const special: readonly GuestIntent[] = role === "specialty" && device === undefined ? ["specialty"] : [];
  return [...new Set([...kept, ...special])].map((intent) => intent.replace(":", "-")).sort();
}
