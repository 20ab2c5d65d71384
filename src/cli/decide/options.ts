import { type Command, InvalidArgumentError, Option } from "commander";
import { decisionForms, guestRoles, mobilities, newGuestSystems } from "../../index.ts";
import type { Mobility, Wish } from "../../model/decision.ts";
import { type GuestIntent, guestIntents } from "../../model/intent.ts";
import { isPciAddress } from "../../model/syntax/pci-address.ts";
import { formatOption, policyOption, type StyleOptions, sourceOptions, styleOptions } from "../options.ts";
import type { PolicyOptions } from "../policy-source.ts";
import type { SourceOptions } from "../source.ts";

export interface DecideOptions extends SourceOptions, PolicyOptions, StyleOptions {
  readonly mobility?: Mobility;
  readonly storage?: string;
  /** From --like: taken where it fits. */
  readonly preferred?: string;
  readonly os?: Wish["os"];
  readonly role?: Wish["role"];
  readonly intent: readonly GuestIntent[];
  readonly device?: string;
  readonly node?: string;
  readonly like?: number;
  readonly name?: string;
  readonly vmid?: number;
  readonly memory?: number;
  readonly cores?: number;
  readonly size?: number;
  readonly as?: (typeof decisionForms)[number];
  readonly format: "terminal" | "json";
}

/** Role is a question of its own. */
export const askedIntents: readonly GuestIntent[] = guestIntents.filter(
  (intent) => intent !== "specialty" && intent !== "generalized",
);

export function decideOptions(command: Command): Command {
  command
    .addOption(
      new Option(
        "--mobility <how>",
        "can it move: live or by HA, by failover to a replica, not at all",
      ).choices(mobilities),
    )
    .option("--storage <id or type>", "what is under it; with a source, the best one that fits if not given")
    .addOption(new Option("--os <system>", "the system inside").choices(newGuestSystems))
    .addOption(
      new Option("--role <role>", "specialty: made for a device (default: generalized)").choices(guestRoles),
    )
    .addOption(
      new Option("--intent <intent>", "what only you can say of it (repeatable)")
        .choices(askedIntents)
        .argParser(intents)
        .default([]),
    )
    .option("--device <device>", "the PCI address or the mapping to pass through; makes it specialty", device)
    .option("--node <node>", "the node to make it on")
    .addOption(
      new Option("--like <vmid>", "the same kind of guest as this one of the source").argParser(vmid),
    )
    .option("--name <name>", "its name", dnsName)
    .addOption(new Option("--vmid <vmid>", "its id (default: the next free one)").argParser(vmid))
    .addOption(new Option("--memory <MiB>", "default: 4096, for Windows 8192").argParser(atLeast(16)))
    .addOption(new Option("--cores <number>", "default: 2, for Windows 4").argParser(atLeast(1)))
    .addOption(new Option("--size <GiB>", "of its disk (default: 32, for Windows 80)").argParser(atLeast(1)))
    .addOption(
      new Option("--as <form>", "print one form alone, to pipe on")
        .choices(decisionForms)
        .conflicts("format"),
    );
  return styleOptions(formatOption(policyOption(sourceOptions(command))));
}

function intents(value: string, earlier: readonly GuestIntent[]): readonly GuestIntent[] {
  const said = value.split(",").map((word) => {
    const intent = intentNamed(word);
    if (intent === undefined)
      throw new InvalidArgumentError(`Allowed choices are ${askedIntents.join(", ")}.`);
    return intent;
  });
  return [...new Set([...earlier, ...said])];
}

function intentNamed(word: string): GuestIntent | undefined {
  return askedIntents.find((intent) => intent === word.trim());
}

/** An address as Proxmox VE writes it, or the id of a mapping. */
function device(value: string): string {
  if (isPciAddress(value) || /^[a-z][\w-]+$/i.test(value)) return value;
  throw new InvalidArgumentError("a PCI address (0000:81:00) or the id of a mapping is needed.");
}

const label = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
const nameOfGuest = new RegExp(`^(?:${label}\\.)*${label}$`);

/** What Proxmox VE takes for a name. */
function dnsName(value: string): string {
  if (nameOfGuest.test(value)) return value;
  throw new InvalidArgumentError("a DNS name is needed: letters, digits and dashes.");
}

function vmid(value: string): number {
  if (/^[1-9]\d{2,8}$/.test(value)) return Number(value);
  throw new InvalidArgumentError("a number from 100 to 999999999 is needed.");
}

/** The least that the API takes (schema of pve-manager 9.2.11). */
function atLeast(least: number): (value: string) => number {
  return (value) => {
    if (/^[1-9]\d{0,7}$/.test(value) && Number(value) >= least) return Number(value);
    throw new InvalidArgumentError(`a whole number from ${least} on is needed.`);
  };
}
