/** Path below which they hold → privileges. A deeper path replaces what a higher one gives, as in Proxmox VE. */
export type PrivilegesByPath = Readonly<Record<string, readonly string[]>>;

const audits = ["Datastore", "Mapping", "Pool", "SDN", "Sys", "VM", "VM.GuestAgent"].map(
  (area) => `${area}.Audit`,
);

const others = words(`
  Datastore.Allocate Datastore.AllocateSpace Datastore.AllocateTemplate Group.Allocate Mapping.Modify Mapping.Use
  Permissions.Modify Pool.Allocate Realm.Allocate Realm.AllocateUser SDN.Allocate SDN.Use Sys.AccessNetwork
  Sys.Console Sys.Incoming Sys.Modify Sys.PowerMgmt Sys.Syslog User.Modify VM.Allocate VM.Backup VM.Clone
  VM.Config.CDROM VM.Config.CPU VM.Config.Cloudinit VM.Config.Disk VM.Config.HWType VM.Config.Memory
  VM.Config.Network VM.Config.Options VM.Console VM.GuestAgent.FileRead VM.GuestAgent.FileSystemMgmt
  VM.GuestAgent.FileWrite VM.GuestAgent.Unrestricted VM.Migrate VM.PowerMgmt VM.Replicate VM.Snapshot
  VM.Snapshot.Rollback`);

/** The role PVEAuditor on `/` (pve-access-control, 9.1). */
export const auditor: PrivilegesByPath = { "/": audits };

export const administrator: PrivilegesByPath = { "/": [...audits, ...others] };

/** The same roles up to release 8, where VM.Monitor stood for what VM.GuestAgent.* are now. */
export const auditorBefore9 = before9(auditor);
export const administratorBefore9 = before9(administrator, "VM.Monitor");

function before9(role: PrivilegesByPath, ...more: readonly string[]): PrivilegesByPath {
  const kept = (role["/"] ?? []).filter((privilege) => !privilege.startsWith("VM.GuestAgent."));
  return { "/": [...kept, ...more] };
}

/** The privileges that hold at a path: those of the deepest path that says something. */
export function privilegesAt(granted: PrivilegesByPath, path: string): readonly string[] {
  for (let at = path; ; at = at.slice(0, Math.max(at.lastIndexOf("/"), 0)) || "/") {
    const here = granted[at];
    if (here !== undefined) return here;
    if (at === "/") return [];
  }
}

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}
