const separators = /[\s,;\0]+/;

/** A list as Proxmox VE splits it: commas, semicolons, blanks and NULs alike (pve-common Tools.pm). */
export function splitList(text: string): string[] {
  return text.split(separators).filter((item) => item !== "");
}
