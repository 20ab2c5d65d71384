import { Agent } from "node:https";
import { argv, exit, stdout } from "node:process";
import { administrator, auditor } from "../test/simulated-pve/privileges.ts";
import { type SimulatedPve, startSimulatedPve } from "../test/simulated-pve/simulated-pve.ts";
import { capturedCluster, notInstalled } from "./captures/captured-cluster.ts";
import { compareJson, type Difference } from "./captures/compare.ts";
import { explain } from "./captures/explained.ts";
import { otherFiles, prepare, setUp } from "./captures/prepare.ts";
import { type Recording, readRecordings } from "./captures/recording.ts";
import { authorizationOf, repeat } from "./captures/repeat.ts";

/**
 * Asks the simulated Proxmox VE everything a real one was asked, in the same order, and compares status and body:
 * `npm run captures -- ../shared/data/pve-captures`.
 */
const folder = argv[2];
if (folder === undefined) {
  stdout.write("usage: npm run captures -- <folder with _index.json and the recorded answers>\n");
  exit(2);
}

const pve = await startSimulatedPve({
  snapshot: capturedCluster(folder),
  files: otherFiles(folder),
  nodes: notInstalled(folder),
});
setUp(pve);
const agent = new Agent({ keepAlive: true, ca: pve.ca });
const tokens = new Map([
  ["root@pam!rig", pve.token(administrator, "root@pam!rig")],
  ["auditor@pve!ro", pve.token(auditor, "auditor@pve!ro")],
]);
pve.user("auditor@pve", "rigpass", auditor);

/** Recorded task → ours. */
const tasks = new Map<string, string>();
const counts = new Map<string, number>();
let unexplained = 0;
for (const recording of readRecordings(folder)) {
  prepare(pve, folder, recording.name);
  const differences = await differencesOf(pve, recording);
  const open = differences.filter((difference) => explain(recording.name, difference) === undefined);
  const reasons = differences.flatMap((difference) => explain(recording.name, difference) ?? []);
  for (const reason of new Set(reasons)) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  if (differences.length === 0) counts.set("same", (counts.get("same") ?? 0) + 1);
  if (open.length === 0) continue;
  unexplained += 1;
  stdout.write(`${recording.name}  ${recording.method} ${recording.path}\n`);
  for (const { at, how } of open.slice(0, 12)) stdout.write(`  ${at}  ${how}\n`);
}
for (const [reason, count] of counts) stdout.write(`${String(count).padStart(4)}  ${reason}\n`);
stdout.write(`${String(unexplained).padStart(4)}  differ\n`);
agent.destroy();
await pve.stop();
exit(unexplained === 0 ? 0 : 1);

async function differencesOf(pve: SimulatedPve, recording: Recording): Promise<readonly Difference[]> {
  const authorization = authorizationOf(recording.auth, tokens);
  const path = recording.path.replace(/UPID:[^/]*/, (upid) => tasks.get(upid) ?? upid);
  const answer = await repeat(pve, agent, recording, authorization, path);
  const upid = /UPID:[^"]*/;
  const [theirs, ours] = [upid.exec(recording.body ?? "")?.[0], upid.exec(answer.body)?.[0]];
  if (theirs !== undefined && ours !== undefined && !tasks.has(theirs)) tasks.set(theirs, ours);
  const status = recording.status_line.replace(/^HTTP\/1\.1 /, "");
  const got = `${answer.status} ${answer.reason}`;
  const inStatus: readonly Difference[] =
    got === status ? [] : [{ at: "status", kind: "shape", how: `${status}, not ${got}` }];
  return [...inStatus, ...inBody(recording.body, answer.body)];
}

function inBody(expected: string | undefined, got: string): readonly Difference[] {
  if (expected === undefined || expected === got) return [];
  try {
    return compareJson(JSON.parse(expected), JSON.parse(got));
  } catch {
    return expected.trim() === got.trim()
      ? []
      : [{ at: "body", kind: "shape", how: `${expected.slice(0, 60)}, not ${got.slice(0, 60)}` }];
  }
}
