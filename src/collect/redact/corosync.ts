import { joinLines, splitLines } from "../../model/syntax/text-lines.ts";
import type { Aliases } from "./aliases.ts";
import { redacted } from "./known-words.ts";
import { mapInner } from "./lists.ts";

/** Settings that hold numbers or words of corosync's own. */
const plainKeys =
  /^(?:debug|to_syslog|to_logfile|timestamp|nodeid|quorum_votes|provider|config_version|linknumber|ip_version|link_mode|secauth|version|expected_votes|two_node|transport|token|wait_for_all)$/;

/** corosync.conf: sections and keys stay, of its values the names of cluster and nodes as aliases. */
export function redactCorosync(text: string, aliases: Aliases): string {
  const lines = splitLines(text).map(({ text: line, ending }) => ({
    text: mapInner(line, (inner) => redactLine(inner, aliases)),
    ending,
  }));
  return joinLines(lines);
}

function redactLine(line: string, aliases: Aliases): string {
  if (line.startsWith("#")) return `#${redacted}`;
  if (line === "}" || /^[a-z_]{1,30}\s*\{$/.test(line)) return line;
  const [, start = "", key = "", value = ""] = /^(([\w-]+)\s*:\s*)(.*)$/.exec(line) ?? [];
  if (!/^[a-z]{1,20}(?:_[a-z]+)*$|^ring\d_addr$/.test(key)) return redacted;
  if (value === "") return line;
  if (key === "name") return start + aliases.name("node", value);
  if (key === "cluster_name") return start + aliases.name("name", value);
  return start + (plainKeys.test(key) && /^[a-z0-9_-]{1,20}$/.test(value) ? value : redacted);
}
