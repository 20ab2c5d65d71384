import { type ClusterFile, clusterFiles } from "../../model/cluster.ts";
import { isDnsName } from "../../model/syntax/text-formats.ts";

/** What a line says of the text below it. */
export type Label =
  | {
      readonly kind: "guest";
      readonly vmid: number;
      readonly node: string | null;
      /** `qm config` without --current: what is pending reads as if it were in force. */
      readonly withPending: boolean;
    }
  | { readonly kind: "file"; readonly name: ClusterFile }
  | { readonly kind: "other"; readonly what: string };

// root@pve1:~# qm config 201
const prompt = /^\s*\[?[\w.-]{1,64}@([\w-]{1,64})[\w.]{0,200}[:\s][^#$]{0,200}[#$]\s*(.*)$/;

/** Longer lines are no label. */
const longest = 400;

/** A shell prompt with its command, or a file's name above its content. `afterBlank`: nothing stands right above. */
export function labelOf(line: string, afterBlank: boolean): Label | undefined {
  if (line.length > longest) return undefined;
  const [, host, typed] = prompt.exec(line) ?? [];
  if (typed !== undefined) {
    const node = host !== undefined && isDnsName(host) ? host : null;
    return ofCommand(typed.trim(), node) ?? { kind: "other", what: typed.trim() };
  }
  const bare = afterBlank ? /^\s*[#$]\s+(.+?)\s*$/.exec(line)?.[1] : undefined;
  if (bare !== undefined) return ofCommand(bare, null) ?? ofPath(bare, null);
  const file = /^\s*(?:==> )?((?:\/etc\/pve\/|[\w/.-]*?)[\w.-]+\.(?:conf|cfg))(?: <==|:)?\s*$/.exec(
    line,
  )?.[1];
  return file === undefined ? undefined : ofPath(file, null);
}

function ofCommand(command: string, node: string | null): Label | undefined {
  const [, vmid, flags = ""] =
    /^(?:sudo )?qm config ([1-9]\d{2,8})((?: --?current(?:[ =]1)?)?)$/.exec(command) ?? [];
  if (vmid !== undefined) return { kind: "guest", vmid: Number(vmid), node, withPending: flags === "" };
  const path = /^(?:sudo )?(?:cat|less|more) (\S+)$/.exec(command)?.[1];
  return path === undefined ? undefined : ofPath(path, node);
}

function ofPath(path: string, node: string | null): Label | undefined {
  const name = clusterFiles.find((one) => path === one || path === `/etc/pve/${one}`);
  if (name !== undefined) return { kind: "file", name };
  const [, where, vmid] =
    /^(?:(?:\/etc\/pve\/)?(?:nodes\/([^/]+)\/)?(?:qemu-server\/)?)([1-9]\d{2,8})\.conf$/.exec(path) ?? [];
  if (vmid === undefined) return undefined;
  const at = where !== undefined && isDnsName(where) ? where : node;
  return { kind: "guest", vmid: Number(vmid), node: at, withPending: false };
}
