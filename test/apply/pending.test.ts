import { describe, expect, it } from "vitest";
import { waitingGuests } from "../../src/apply/waiting-guests.ts";
import type { Run } from "../../src/model/journal.ts";
import { terminalPending } from "../../src/report/terminal/pending.ts";
import { labCluster } from "./lab-cluster.ts";

const style = { columns: 80, ascii: false, colour: "none" } as const;

describe("pending", () => {
  it("names who waits, for what, and what could not be read", () => {
    const unreadable = [{ path: "nodes/pve2/qemu-server/108.conf", reason: "HTTP 403" }];
    const guests = [
      ...labCluster.guests,
      {
        vmid: 108,
        node: "pve1",
        path: "108.conf",
        config: "name: late\ncores: 2\n\n[PENDING]\ndelete: cores\n",
      },
    ];
    expect(terminalPending(waitingGuests({ ...labCluster, guests, unreadable }), style)).toBe(
      `↻ 103 mail                                                                  pve1
    scsi0  backup unset → 0; ssd unset → 1
           saved by no run of this journal

↻ 108 late                                                                  pve1
    cores  2 → unset
           saved by no run of this journal

? not read: nodes/pve2/qemu-server/108.conf: HTTP 403
2 guests wait for a stop and start; a reboot from inside is not enough
Next: lanekeeper restart 103 108
`,
    );
  });

  it("knows what a run of ours saved, also where Proxmox VE prints it otherwise, and nobody else's", () => {
    const intent = {
      kind: "intent",
      at: "2026-11-22T10:00:01.000Z",
      step: "103-scsi0",
      node: "pve1",
      vmid: 103,
      option: "scsi0",
      before: "san:vm-103-disk-0,size=16G",
      to: "san:vm-103-disk-0,ssd=1,backup=0",
      digest: null,
    } as const;
    const run = (name: string, id: string): Run => ({
      begin: {
        kind: "begin",
        schema: "lanekeeper/journal/1",
        run: name,
        at: "2026-11-22T10:00:00.000Z",
        tool: { name: "l", version: "0" },
        cluster: { id, name: "lab" },
        plan: "",
        who: "root",
      },
      records: [intent],
      torn: false,
    });
    const here = run("here", "lab pve1 pve2 pve3");
    const saved = (runs: readonly Run[]) => waitingGuests(labCluster, runs).guests[0]?.options[0]?.run?.run;
    expect(saved([here, run("there", "other pve1")])).toBe("here");
    expect(saved([run("there", "other pve1")])).toBeUndefined();
    const other = { ...intent, to: "san:vm-103-disk-0,ssd=1" };
    expect(saved([{ ...here, records: [other] }])).toBeUndefined();
  });

  it("cuts nothing off on a narrow terminal, and says where more wait than it names", () => {
    const unreadable = [{ path: "nodes/pve2/qemu-server/108.conf", reason: "permission denied by the node" }];
    const guests = Array.from({ length: 9 }, (_, index) => ({
      vmid: 101 + index,
      node: "pve1",
      path: `${101 + index}.conf`,
      config: "cores: 2\n\n[PENDING]\ncores: 4\n",
    }));
    const output = waitingGuests({ ...labCluster, guests, unreadable });
    const words = terminalPending(output, { ...style, columns: 50 }).replaceAll(/\s+/g, " ");
    expect(words).toContain("a reboot from inside is not enough");
    expect(words).toContain("permission denied by the node");
    expect(words).toContain("101 102 103 104 105 106 107 108, then the others");
  });

  it("says that nothing waits only as far as it could be read", () => {
    const none = { ...labCluster, guests: [] };
    expect(terminalPending(waitingGuests(none), style)).toBe("nothing waits\n");
    const lost = { ...none, unreadable: [{ path: "nodes/", reason: "HTTP 403" }] };
    expect(terminalPending(waitingGuests(lost), style)).toContain("nothing waits in what could be read");
  });
});
