import { writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect } from "vitest";
import { guestPath } from "../simulated-pve/cluster-state.ts";
import { type SimulatedPve, startSimulatedPve } from "../simulated-pve/simulated-pve.ts";
import type { BufferStreams } from "../support/buffer-streams.ts";
import { runCli } from "../support/run-cli.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";
import { labCluster } from "./lab-cluster.ts";
import { planFor, type WantedChange } from "./plan-for.ts";

export interface Lab {
  readonly folder: ReturnType<typeof useTemporaryFolder>;
  readonly pve: () => SimulatedPve;
  /** One command line, with this test's journals. */
  readonly cli: (...args: readonly string[]) => Promise<BufferStreams["written"]>;
  /** What a command that writes needs besides. */
  readonly writing: () => readonly string[];
  /** Plans these changes and carries them out. */
  readonly applied: (changes: readonly WantedChange[]) => Promise<void>;
  /** A guest's config as it is now. */
  readonly text: (vmid: number, node?: string) => string;
}

/** A new laboratory cluster for each test, and the command line beside it. */
export function useLab(): Lab {
  const folder = useTemporaryFolder();
  let pve: SimulatedPve;
  beforeEach(async () => {
    pve = await startSimulatedPve({ snapshot: labCluster });
  });
  afterEach(() => pve.stop());
  const cli: Lab["cli"] = (...args) =>
    runCli([...args, "--journal", folder.at("journal")], {
      env: { LANG: "C.UTF-8", COLUMNS: "100", HOME: folder.at("home"), LANEKEEPER_WRITE_TOKEN: pve.token() },
      folder: folder.at("."),
    });
  const writing: Lab["writing"] = () => [
    "--from",
    pve.url("pve2"),
    "--ca",
    folder.put("ca.pem", pve.ca),
    "--yes",
  ];
  return {
    folder,
    pve: () => pve,
    cli,
    writing,
    async applied(changes) {
      writeFileSync(folder.at("plan.json"), JSON.stringify(planFor(pve.state, changes)));
      expect(await cli("apply", folder.at("plan.json"), ...writing())).toMatchObject({ code: 0, err: "" });
    },
    text: (vmid, node = "pve1") => pve.state.files.get(guestPath(node, vmid)) ?? "",
  };
}
