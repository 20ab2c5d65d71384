import type { ClusterFile } from "../model/cluster.ts";
import { readCorosyncConf } from "../model/syntax/corosync-conf.ts";

// The facts script masks passwords and leaves only names of corosync.conf: a copy of /etc/pve says the same, in more words.

const masked = "**********";

export function sameConfig(one: string, other: string): boolean {
  return one === other || maskGuest(one) === maskGuest(other);
}

const maskGuest = (config: string): string => config.replace(/^(\s*cipassword\s*:).*$/gm, `$1 ${masked}`);

export function sameFile(name: ClusterFile, one: string | null, other: string | null): boolean {
  if (one === other) return true;
  if (one === null || other === null) return false;
  if (name === "corosync.conf")
    return JSON.stringify(readCorosyncConf(one)) === JSON.stringify(readCorosyncConf(other));
  return maskFile(one) === maskFile(other);
}

function maskFile(text: string): string {
  return text
    .replace(/^(\s+(?:password|encryption-key)\s+).*$/gm, `$1${masked}`)
    .replace(/^(http_proxy:.*:\/\/)[^/]*@/gm, `$1${masked}@`);
}
