import {
  type ClusterSnapshot,
  Failure,
  type Mobility,
  type Policy,
  type ResolvedGuest,
  resolve,
} from "../../index.ts";
import type { Lane } from "../../model/resolved.ts";
import { askedIntents, type DecideOptions } from "./options.ts";

const mobilityOf: Readonly<Partial<Record<Lane, Mobility>>> = {
  shared: "mobile",
  replicated: "failover",
  local: "pinned",
};

/** What `--like` says for what was not said: the same kind of guest as one of the cluster. */
export function likeGuest(options: DecideOptions, snapshot: ClusterSnapshot, policy: Policy): DecideOptions {
  if (options.like === undefined) return options;
  const guest = resolve(snapshot, policy).guests.find(({ vmid }) => vmid === options.like);
  if (guest === undefined) throw noSuchGuest(options.like, snapshot);
  const { os, role } = guest.quadrant;
  const mobility = mobilityOf[guest.lane];
  const drive = guest.drives[0];
  const storage = drive?.storage?.entry.id;
  const size = gibOf(drive?.options["size"]);
  const intents = askedIntents.filter((intent) => guest.intents.has(intent));
  return {
    ...(os === "other" ? {} : { os }),
    role,
    ...(mobility === undefined ? {} : { mobility }),
    ...(storage === undefined ? {} : { preferred: storage }),
    ...(guest.node === null ? {} : { node: guest.node }),
    ...(size === undefined ? {} : { size }),
    ...numbersOf(guest),
    ...options,
    intent: [...new Set([...intents, ...options.intent])],
  };
}

function noSuchGuest(vmid: number, { containers }: ClusterSnapshot): Failure {
  return containers.some((container) => container.vmid === vmid)
    ? new Failure("no-such-guest", `${vmid} is a container, and decide makes virtual machines`)
    : new Failure("no-such-guest", `no guest ${vmid} to be like`);
}

/** `size=32G` in GiB, rounded up. */
function gibOf(size: string | undefined): number | undefined {
  const match = /^(\d+)([KMGT])$/.exec(size ?? "");
  const power = { K: -2, M: -1, G: 0, T: 1 }[match?.[2] ?? ""];
  return match === null || power === undefined ? undefined : Math.ceil(Number(match[1]) * 1024 ** power);
}

function numbersOf(guest: ResolvedGuest): Pick<DecideOptions, "memory" | "cores"> {
  const memory = Number(/(?:^|current=)(\d+)/.exec(guest.option("memory") ?? "")?.[1]);
  const cores = Number(guest.option("cores"));
  return { ...(memory > 0 ? { memory } : {}), ...(cores > 0 ? { cores } : {}) };
}
