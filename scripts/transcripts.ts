import { Agent } from "node:https";
import { join } from "node:path";
import { argv, exit, stdout } from "node:process";
import { administrator } from "../test/simulated-pve/privileges.ts";
import { startSimulatedPve } from "../test/simulated-pve/simulated-pve.ts";
import { capturedCluster } from "./captures/captured-cluster.ts";
import { comparisonText } from "./oracle/comparison-text.ts";
import { comparePreconditions } from "./transcripts/preconditions.ts";
import { deviationReason } from "./transcripts/reasons.ts";
import { readTranscripts, replay } from "./transcripts/replay.ts";
import { compareWritten } from "./transcripts/written.ts";

/**
 * Writes to the simulated Proxmox VE what was written to a real one, and compares the answer, the file and what
 * waits: `npm run transcripts -- ../shared/data` (oracle/transcripts.jsonl on the cluster of pve-captures). Then the
 * configs it prints and the preconditions of migrations.
 */
const folder = argv[2];
if (folder === undefined) {
  stdout.write("usage: npm run transcripts -- <folder with oracle/ and pve-captures/>\n");
  exit(2);
}

const pve = await startSimulatedPve({ snapshot: capturedCluster(join(folder, "pve-captures")) });
const agent = new Agent({ keepAlive: true, ca: pve.ca });
const authorization = `PVEAPIToken=${pve.token(administrator, "root@pam!rig")}`;
let agreed = 0;
let unexplained = 0;
const reasons = new Map<string, number>();
const transcripts = readTranscripts(join(folder, "oracle", "transcripts.jsonl"));
for (const transcript of transcripts) {
  const differences = await replay(pve, { agent, authorization }, transcript);
  if (differences.length === 0) {
    agreed += 1;
    continue;
  }
  const reason = deviationReason(transcript);
  if (reason !== undefined) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  else unexplained += 1;
  stdout.write(
    `${transcript.id}  ${JSON.stringify(transcript.params)}${reason === undefined ? "" : `  (${reason})`}\n`,
  );
  for (const line of differences) stdout.write(`  ${line}\n`);
}
const oracle = join(folder, "oracle");
const others = [compareWritten(oracle), await comparePreconditions(pve, { agent, authorization }, oracle)];
agent.destroy();
await pve.stop();
stdout.write(`${agreed} of ${transcripts.length} writes agree\n`);
for (const [reason, count] of reasons) stdout.write(`${count} × another question: ${reason}\n`);
for (const comparison of others) stdout.write(comparisonText(comparison));
const othersAgree = others.every(({ rows, agreed }) => rows > 0 && rows === agreed);
exit(unexplained === 0 && transcripts.length > 0 && othersAgree ? 0 : 1);
