import type { Wish } from "../model/decision.ts";
import type { Lane, ResolvedDrive } from "../model/resolved.ts";

/** The lane a guest will be in: one that need not move and has no device could still cross on shared storage. */
export function laneFor({ mobility }: Pick<Wish, "mobility">, { shared, guest }: ResolvedDrive): Lane {
  if (mobility === "failover") return "replicated";
  const tied = guest.devicePinned.known && guest.devicePinned.value;
  return mobility === "mobile" || (shared.known && shared.value && !tied) ? "shared" : "local";
}
