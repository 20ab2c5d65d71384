import type { Aio } from "./drive.ts";
import type { StorageDeclaration } from "./intent.ts";

/** The wanted aio of a place, or `leave`: no opinion. */
type WantedAio = Aio | "leave";

/** What a site decides. The policy file fills it; without one, `defaultPolicy` is in force. */
export interface Policy {
  /** Thick LVM with O_DIRECT: the article wants io_uring; Proxmox VE's own default is native. */
  readonly aioOnLvm: "io_uring" | "threads" | "leave";
  /** The wanted aio by storage id, storage type or lane; the narrowest wins. */
  readonly aio: {
    readonly storages: Readonly<Record<string, WantedAio>>;
    readonly types: Readonly<Record<string, WantedAio>>;
    readonly lanes: Readonly<Record<string, WantedAio>>;
  };
  readonly storages: Readonly<Record<string, StorageDeclaration>>;
}

export const defaultPolicy: Policy = {
  aioOnLvm: "io_uring",
  aio: { storages: {}, types: {}, lanes: {} },
  storages: {},
};
