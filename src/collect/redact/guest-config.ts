import { guestOptions, readOption } from "../../model/syntax/guest-options.ts";
import { isConfigId } from "../../model/syntax/text-formats.ts";
import { joinLines, splitLines, trimSpace } from "../../model/syntax/text-lines.ts";
import type { Aliases } from "./aliases.ts";
import { guestValueRedactor } from "./guest-values.ts";
import { redacted } from "./known-words.ts";
import { mapList } from "./lists.ts";

/** Guest configs line by line: as many lines, of the same shape, read by Proxmox VE in the same way. */
export function guestConfigRedactor(aliases: Aliases): (config: string) => string {
  const redactLine = lineRedactor(aliases);
  return (config) => {
    let isCloudInit = false;
    const lines = splitLines(config).map(({ text, ending }) => {
      const header = /^\[([^\]]*)\](\s*)$/.exec(text);
      if (header === null) return { text: redactLine(text, isCloudInit), ending };
      const name = redactSection(header[1] ?? "", aliases);
      isCloudInit = name.toLowerCase() === "special:cloudinit";
      return { text: `[${name}]${header[2] ?? ""}`, ending };
    });
    return joinLines(lines);
  };
}

/** A snapshot's name has an alias; a header Proxmox VE does not know stays one it does not know. */
function redactSection(name: string, aliases: Aliases): string {
  if (/^(?:pending|special:(?:cloudinit|fleecing))$/i.test(name)) return name;
  return isConfigId(name) ? aliases.name("snap", name) : `0 ${redacted}`;
}

const keyPattern = /^([a-z][a-z_-]*\d*):/;

function lineRedactor(aliases: Aliases): (line: string, isCloudInit: boolean) => string {
  const redactValue = guestValueRedactor(aliases);
  return (line, isCloudInit) => {
    if (line.startsWith("#")) return line === "#" ? line : `#${redacted}`;
    const key = keyPattern.exec(line)?.[1];
    const rest = key === undefined ? line : line.slice(key.length + 1);
    const value = trimSpace(rest);
    if (value === "") return line;
    if (key === undefined)
      return /snapstate:\s*(?:prepare|delete)\s*$/.test(line) ? "0 snapstate: prepare" : redacted;
    const start = rest.indexOf(value);
    const change = (): string => readAlike(key, value, redactValue(key, value), isCloudInit);
    return `${key}:${rest.slice(0, start)}${special(key, value) ?? change()}${rest.slice(start + value.length)}`;
  };
}

/** Lines that are read before any option is looked up. */
function special(key: string, value: string): string | undefined {
  if (key === "description") return redacted;
  if (/snapstate:\s*(?:prepare|delete)$/.test(`${key}: ${value}`))
    return `${key === "snapstate" ? "" : "snapstate: "}${/prepare$/.test(value) ? "prepare" : "delete"}`;
  if (key === "snapstate" || key === "lock") return /^[a-z-]{1,20}$/.test(value) ? value : redacted;
  if (key === "delete") return mapList(value, (item) => (isOption(item.replace(/^!/, "")) ? item : redacted));
  return undefined;
}

const isOption = (key: string): boolean => guestOptions.has(key);

/** Proxmox VE takes the redacted value if it took the written one, and skips it if it skipped that. */
function readAlike(key: string, written: string, value: string, isCloudInit: boolean): string {
  if (isCloudInit || !isOption(key)) return value;
  const accepts = (text: string): boolean => readOption(key, text).ok;
  const wanted = accepts(written);
  const candidates = [value, redacted, "?", `${redacted}\r${redacted}`, "1", "a:b"];
  return candidates.find((candidate) => accepts(candidate) === wanted) ?? redacted;
}
