import type { Change, Remedy, Safety } from "../model/change.ts";
import type { Policy } from "../model/policy.ts";
import type { ResolvedDrive, ResolvedGuest } from "../model/resolved.ts";
import { couldAllocate } from "../model/syntax/drive-string.ts";
import { type Wanted, wantedAio } from "../model/wanted-aio.ts";
import { aioDefaultOf } from "../resolve/settings.ts";
import { refusedLinesRisk } from "./refused-lines.ts";

/** Building blocks of remedies that several rules share. */

/** A changed key of a drive; null removes it. A key that already has that value is left out. */
export function driveChange(drive: ResolvedDrive, key: string, to: string | null): Change {
  return {
    target: "drive",
    vmid: drive.guest.vmid,
    drive: drive.key,
    key,
    from: drive.options[key] ?? null,
    to,
  };
}

export function guestChange(guest: ResolvedGuest, key: string, to: string | null): Change {
  return { target: "guest", vmid: guest.vmid, key, from: guest.option(key) ?? null, to };
}

/** Where a drive option is clicked. */
export function driveGui(drive: ResolvedDrive, field: string): string {
  return `${drive.guest.vmid} › Hardware › Hard Disk (${drive.key}) › Edit › ${field}`;
}

export function guestGui(guest: ResolvedGuest, path: string): string {
  return `${guest.vmid} › ${path}`;
}

/** Change of drive keys; see `takesEffect`. */
export function driveRemedy(
  drive: ResolvedDrive,
  changes: readonly [Change, ...Change[]],
  parts: {
    readonly safety?: Safety;
    readonly gui?: string;
    readonly steps?: readonly string[];
    readonly risks?: readonly string[];
  },
): Remedy {
  return {
    kind: "change",
    safety: parts.safety ?? "safe",
    takesEffect: takesEffect(drive.guest),
    changes,
    ...(parts.gui === undefined ? {} : { gui: parts.gui }),
    ...(parts.steps === undefined ? {} : { steps: parts.steps }),
    risks: [
      ...(parts.risks ?? []),
      ...snapshotRisk(drive),
      ...refusedLinesRisk(drive.guest),
      ...noLineRisk(drive),
    ],
  };
}

/** Why there is no `qm set` line: Proxmox VE would take this text for the order of a new disk. */
function noLineRisk({ text }: ResolvedDrive): readonly string[] {
  return couldAllocate(text)
    ? ["no command for this one: its volume reads like an order for a new disk, which `qm set` would make"]
    : [];
}

/** On a running guest a change waits for a stop and start; where nobody could read whether it runs, it may run. */
export function takesEffect(guest: ResolvedGuest): "at-once" | "after-stop-start" {
  const { running } = guest.live;
  return guest.template || (running.known && !running.value) ? "at-once" : "after-stop-start";
}

/** Snapshots that hold a drive's old options, as a risk. */
export function snapshotRisk(drive: ResolvedDrive): readonly string[] {
  const holding = [...drive.guest.conf.snapshots].filter(([, section]) => section.entries.has(drive.key));
  const names = holding.map(([name]) => name);
  return names.length === 0
    ? []
    : [`snapshot ${names.join(", ")} holds the old options; a rollback returns them`];
}

export function wantedAioOf(drive: ResolvedDrive, direct: boolean, policy: Policy): Wanted {
  const { storage } = drive;
  return wantedAio(
    {
      storageId: storage?.entry.id,
      storageType: storage?.entry.type,
      krbd: drive.backing === "krbd",
      direct,
      inert: drive.settings.known && drive.settings.value.aio.value === null,
      lane: drive.guest.lane,
    },
    policy,
  );
}

/**
 * The aio change that brings the wanted aio with a given cache, or undefined when it is in force by itself then.
 * Where Proxmox VE's default is the wanted one, the key is removed rather than written: an explicit aio stands in
 * the way of live disk moves.
 */
export function aioChange(drive: ResolvedDrive, direct: boolean, policy: Policy): Change | undefined {
  const wanted = wantedAioOf(drive, direct, policy);
  const byDefault = aioDefaultOf(drive, direct).value;
  const written = drive.options["aio"];
  if (wanted.kind === "inert" || wanted.kind === "leave") return undefined;
  if (wanted.kind === "unset") {
    // Threads do no harm where Proxmox VE keeps io_uring off; without the key a direct cache would get native.
    const harmful = written === "io_uring" || (written === "native" && !direct);
    return harmful ? driveChange(drive, "aio", null) : undefined;
  }
  if ((written ?? byDefault) === wanted.aio) return undefined;
  return driveChange(drive, "aio", byDefault === wanted.aio ? null : wanted.aio);
}

/** Changing aio on lvm or cifs is a contested choice: a person should look at it first. */
export function aioSafety(drive: ResolvedDrive): Safety {
  const type = drive.storage?.entry.type;
  return type === "lvm" || type === "cifs" ? "review" : "safe";
}

/** What setting an explicit aio costs. */
export function aioRisks(drive: ResolvedDrive, change: Change | undefined): readonly string[] {
  if (change?.to !== "io_uring") return []; // Proxmox VE refuses live moves for io_uring only (qemu-server 7.3-4)
  const blocksMoves = "an explicit aio=io_uring stands in the way of live moves of this disk to lvm or cifs";
  return drive.storage?.entry.type === "lvm"
    ? ["Proxmox VE took io_uring out of the default on lvm in 2021 after hang reports", blocksMoves]
    : [blocksMoves];
}

/** `cache=none`, and the wanted aio with it where a direct cache would otherwise bring another. */
export function cacheNoneRemedy(
  drive: ResolvedDrive,
  policy: Policy,
  more: readonly Change[] = [],
  parts: { readonly steps?: readonly string[]; readonly risks?: readonly string[] } = {},
): Remedy {
  const aio = aioChange(drive, true, policy);
  const changes: [Change, ...Change[]] = [
    driveChange(drive, "cache", "none"),
    ...(aio === undefined ? [] : [aio]),
    ...more,
  ];
  const contested = aio !== undefined && aio.to !== null && aioSafety(drive) === "review";
  return driveRemedy(drive, changes, {
    safety: contested || more.length > 0 ? "review" : "safe",
    gui: driveGui(drive, "Cache: No cache"),
    ...(parts.steps === undefined || parts.steps.length === 0 ? {} : { steps: parts.steps }),
    risks: [...aioRisks(drive, aio), ...(parts.risks ?? [])],
  });
}
