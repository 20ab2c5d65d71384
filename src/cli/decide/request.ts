import { type ClusterSnapshot, Failure, type NewGuestRequest, type Policy } from "../../index.ts";
import type { Wish } from "../../model/decision.ts";
import type { Streams } from "../streams.ts";
import { tool } from "../version.ts";
import type { DecideOptions } from "./options.ts";

/** What the options ask for, or why they cannot mean anything. */
export function requestOf(
  options: DecideOptions,
  snapshot: ClusterSnapshot | undefined,
  policy: Policy,
  streams: Streams,
): NewGuestRequest {
  const { storage, preferred, node, vmid } = options;
  const taken = snapshot === undefined ? [] : [...snapshot.guests, ...snapshot.containers];
  if (vmid !== undefined && taken.some((guest) => guest.vmid === vmid))
    throw new Failure("vmid-taken", `${vmid} is taken already`, "without --vmid the next free one is used");
  if (snapshot === undefined && node !== undefined)
    throw new Failure(
      "no-source",
      "--node names a node of a cluster, and none was given",
      "--from or --demo",
    );
  return {
    snapshot,
    policy,
    wish: wishOf(options, snapshot !== undefined),
    tool,
    generatedAt: streams.now(),
    ...(storage === undefined ? {} : { storage }),
    ...(preferred === undefined ? {} : { preferred }),
    ...(node === undefined ? {} : { node }),
    ...(vmid === undefined ? {} : { vmid }),
  };
}

function wishOf(options: DecideOptions, hasCluster: boolean): Wish {
  const { mobility, os, device, intent, storage } = options;
  if (mobility === undefined || os === undefined) {
    const missing = [
      ...(mobility === undefined ? ["--mobility"] : []),
      ...(storage === undefined && !hasCluster ? ["--storage"] : []),
      ...(os === undefined ? ["--os"] : []),
    ];
    throw new Failure(
      "not-said",
      `two questions first: can it move, and what is under it; ${missing.join(", ")} not given`,
      "--mobility mobile|failover|pinned --storage <id or type> --os linux|windows",
    );
  }
  if (device !== undefined && options.role === "generalized" && options.like === undefined)
    throw new Failure("two-roles", "a guest with a PCI device is specialty", "leave out --role, or --device");
  const lane = intent.find((one) => one.startsWith("lane:"));
  if (lane !== undefined && lane !== laneOfMobility[mobility])
    throw new Failure(
      "two-lanes",
      `${lane} and --mobility ${mobility} are two lanes`,
      `${laneOfMobility[mobility]} is that of ${mobility}`,
    );
  const large = os === "windows";
  return {
    mobility,
    os,
    role: device === undefined ? (options.role ?? "generalized") : "specialty",
    intents: intent,
    device,
    name: options.name,
    memory: options.memory ?? (large ? 8192 : 4096),
    cores: options.cores ?? (large ? 4 : 2),
    size: options.size ?? (large ? 80 : 32),
  };
}

const laneOfMobility = { mobile: "lane:shared", failover: "lane:replicated", pinned: "lane:local" } as const;
