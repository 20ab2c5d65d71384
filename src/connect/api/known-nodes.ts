import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { type Address, shownAddress } from "./address.ts";
import { readFingerprint } from "./trust.ts";

/** Fingerprints a person has accepted, one line each: `pve1:8006 AB:CD:…`. Like ssh's known_hosts. */
export interface KnownNodes {
  readonly file: string;
  readonly fingerprintOf: (address: Address) => string | undefined;
  /** Where the file cannot be written, the person is asked again the next time. */
  readonly remember: (address: Address, fingerprint: string) => void;
}

export function knownNodes(file: string): KnownNodes {
  const lines = (): readonly string[] => {
    try {
      return readFileSync(file, "utf8").split("\n");
    } catch {
      return []; // none accepted yet
    }
  };
  return {
    file,
    fingerprintOf(address) {
      const start = `${shownAddress(address)} `;
      const text = lines().findLast((line) => line.startsWith(start));
      return text === undefined ? undefined : readFingerprint(text.slice(start.length));
    },
    remember(address, fingerprint) {
      try {
        mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
        writeFileSync(file, `${shownAddress(address)} ${fingerprint}\n`, { flag: "a", mode: 0o600 });
      } catch {
        return; // a read-only home is no reason not to audit
      }
    },
  };
}
