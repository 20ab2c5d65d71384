import { describe, expect, it } from "vitest";
import { waitingGuests } from "../../src/apply/waiting-guests.ts";
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
    scsi0  - san:vm-103-disk-0,size=16G
           + san:vm-103-disk-0,backup=0,size=16G,ssd=1

↻ 108 late                                                                  pve1
    cores  - 2
           + unset

? not read: nodes/pve2/qemu-server/108.conf: HTTP 403
2 guests wait for a stop and start; a reboot from inside is not enough
Next: lanekeeper restart 103 108
`,
    );
  });

  it("says that nothing waits only as far as it could be read", () => {
    const none = { ...labCluster, guests: [] };
    expect(terminalPending(waitingGuests(none), style)).toBe("nothing waits\n");
    const lost = { ...none, unreadable: [{ path: "nodes/", reason: "HTTP 403" }] };
    expect(terminalPending(waitingGuests(lost), style)).toContain("nothing waits in what could be read");
  });
});
