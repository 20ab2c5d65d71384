import type { ApiAnswer } from "../../connect/api/api-answer.ts";
import type { NodeSnapshot } from "../../model/cluster.ts";
import type { GuestInside } from "../../model/guest-inside.ts";
import { parseGuestConf } from "../../model/syntax/guest-conf.ts";
import { barriersOffIn, fileSystemsIn, isTimer } from "./agent-files.ts";
import type { ApiParts } from "./collect-api.ts";
import { readVolumes } from "./guest-volumes.ts";
import { readingOf } from "./node-answers.ts";
import { type Rights, rightsIn } from "./rights.ts";
import type { ApiReader } from "./rows.ts";

/**
 * The nodes with what the agents of their guests tell of the systems inside, and the storages of their volumes: one request
 * for each guest whose agent answered before, two more for a Linux whose files may be read, and one for each storage of a
 * guest.
 */
export async function withInsides(api: ApiReader, parts: ApiParts): Promise<ApiParts> {
  const rights = rightsIn(await api.get("/access/permissions"), api);
  const linux = new Set(parts.guests.filter(({ config }) => isLinux(config)).map(({ vmid }) => vmid));
  const read = async (node: NodeSnapshot): Promise<NodeSnapshot> => {
    const agents = node.agents !== undefined && "value" in node.agents ? node.agents.value : {};
    const own = parts.guests.filter((guest) => guest.node === node.name);
    if (own.length === 0) return node;
    const insides = await Promise.all(
      own.map(async (guest) => {
        const vmid = String(guest.vmid);
        const mayRead = linux.has(guest.vmid) && mayReadFiles(rights, vmid);
        const inside =
          agents[vmid]?.answers === true
            ? await readInside(api, `/nodes/${node.name}/qemu/${vmid}/agent`, mayRead)
            : {};
        return [vmid, { ...inside, ...(await readVolumes(api, guest)) }] as const;
      }),
    );
    const source = `/nodes/${node.name}/qemu/*/agent`;
    return { ...node, insides: { value: Object.fromEntries(insides), source } };
  };
  return { ...parts, nodes: await Promise.all(parts.nodes.map(read)) };
}

const isLinux = (config: string): boolean =>
  /^l2[46]$/.test(parseGuestConf(config).current.entries.get("ostype")?.value ?? "");

/** The privileges since Proxmox VE 9 (apidoc.js of pve-manager 9.2.11); before, VM.Monitor was one to do everything. */
const mayReadFiles = (rights: Rights, vmid: string): boolean =>
  ["VM.GuestAgent.FileRead", "VM.GuestAgent.Unrestricted"].some(
    (one) => rights.has(one, `/vms/${vmid}`) === true,
  );

async function readInside(api: ApiReader, agent: string, mayRead: boolean): Promise<GuestInside> {
  const path = `${agent}/get-fsinfo`;
  const fileSystems = toldOf(readingOf(path, await api.get(path), fileSystemsIn));
  if (!mayRead) return { fileSystems };
  // one after the other: an agent answers one question at a time, and the next would wait for its lock
  const fstab = await readFile(api, agent, "/etc/fstab");
  const timer = await readFile(api, agent, "/etc/systemd/system/timers.target.wants/fstrim.timer");
  return {
    fileSystems,
    withoutBarriers: toldOf(readingOf(fstab.path, fstab.answer, barriersOffIn)),
    trimTimer: isAbsent(timer.answer)
      ? { value: false }
      : toldOf(readingOf(timer.path, timer.answer, isTimer)),
  };
}

async function readFile(
  api: ApiReader,
  agent: string,
  file: string,
): Promise<{ readonly path: string; readonly answer: ApiAnswer }> {
  const path = `${agent}/file-read?file=${encodeURIComponent(file)}`;
  return { path, answer: await api.get(path) };
}

/** qemu-ga's words (commands-posix.c, QEMU 10): `failed to open file '…' (mode: 'r'): No such file or directory`. */
const isAbsent = (answer: ApiAnswer): boolean =>
  !answer.ok &&
  answer.status === 500 &&
  /failed to open file .*No such file or directory/.test(answer.message);

function toldOf<T>(
  reading: ReturnType<typeof readingOf<T>>,
): { readonly value: T } | { readonly failed: string } {
  return "value" in reading ? { value: reading.value } : { failed: reading.failed };
}
