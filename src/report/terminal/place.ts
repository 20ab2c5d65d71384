import type { AuditReport, GuestReport, SubjectRef } from "../../model/audit-report.ts";
import { shorten } from "./lines.ts";
import type { Style } from "./style.ts";

export type GuestsById = ReadonlyMap<number, GuestReport>;

export function guestsById({ guests }: Pick<AuditReport, "guests">): GuestsById {
  return new Map(guests.map((guest) => [guest.vmid, guest]));
}

/** What a finding is about, with the guest's name: `302 pki-01 scsi0`, `storage local`, `pve2 tank`. */
export function placeOf(subject: SubjectRef, guests: GuestsById, style: Style, nameCells = 24): string {
  const { vmid } = subject;
  if (vmid === undefined) return shortPlace(subject, style, nameCells);
  const name = guests.get(vmid)?.name ?? "";
  const parts = [String(vmid), shorten(name, nameCells, style), subject.drive ?? ""];
  return parts.filter((part) => part !== "").join(" ");
}

/** The same without the guest's name, for lists of places. */
export function shortPlace(subject: SubjectRef, style: Style, cells = 40): string {
  const { vmid, drive, volume, storage, pool, node, waiver } = subject;
  if (vmid !== undefined) return [String(vmid), drive ?? ""].filter((part) => part !== "").join(" ");
  if (volume !== undefined) return shorten(volume, cells, style);
  if (waiver !== undefined) return shorten(`waiver ${waiver}`, Math.max(cells, 60), style);
  if (storage !== undefined) return shorten(`storage ${storage}`, cells, style);
  return shorten([node ?? "", pool ?? ""].filter((part) => part !== "").join(" "), cells, style);
}

/** `5 drives`, `1 guest` */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
