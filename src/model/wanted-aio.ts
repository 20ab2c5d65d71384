import type { Aio } from "./drive.ts";
import { entryOf, type Policy } from "./policy.ts";
import type { Lane } from "./resolved.ts";

/** What decides the wanted aio of a drive. */
export interface AioPlace {
  readonly storageId: string | undefined;
  /** undefined: an absolute path. */
  readonly storageType: string | undefined;
  readonly krbd: boolean;
  /** The cache mode opens with O_DIRECT. */
  readonly direct: boolean;
  /** The block driver (librbd, libiscsi) ignores aio. */
  readonly inert: boolean;
  readonly lane: Lane;
}

/**
 * The aio a drive should have in force. `unset`: best left to Proxmox VE, which uses threads or native there.
 * `leave`: no opinion. `source` says who speaks.
 */
export type Wanted =
  | { readonly kind: "value"; readonly aio: Aio; readonly source: "article" | "policy" }
  | { readonly kind: "unset"; readonly source: "source" }
  | { readonly kind: "leave"; readonly source: "policy" }
  | { readonly kind: "inert"; readonly source: "source" };

/** Policy section 3.1; the policy's own `aio` entries win, the narrowest first: storage, type, lane. */
export function wantedAio(place: AioPlace, policy: Policy): Wanted {
  if (place.inert) return { kind: "inert", source: "source" };
  const own = ownWish(place, policy);
  if (own === "leave") return { kind: "leave", source: "policy" };
  if (own !== undefined) return { kind: "value", aio: own, source: "policy" };
  if (place.storageType === "cifs") return { kind: "unset", source: "source" };
  const blockLikeLvm = place.storageType === "lvm" || place.krbd;
  if (blockLikeLvm && !place.direct) return { kind: "unset", source: "source" };
  if (place.storageType === "lvm") {
    return policy.aioOnLvm === "leave"
      ? { kind: "leave", source: "policy" }
      : {
          kind: "value",
          aio: policy.aioOnLvm,
          source: policy.aioOnLvm === "io_uring" ? "article" : "policy",
        };
  }
  return { kind: "value", aio: "io_uring", source: "article" };
}

function ownWish(place: AioPlace, policy: Policy): Policy["aioOnLvm"] | Aio | undefined {
  const { storages, types, lanes } = policy.aio;
  return (
    (place.storageId === undefined ? undefined : entryOf(storages, place.storageId)) ??
    (place.storageType === undefined ? undefined : entryOf(types, place.storageType)) ??
    entryOf(lanes, place.lane)
  );
}
