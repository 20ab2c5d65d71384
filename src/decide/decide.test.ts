import { describe, expect, it } from "vitest";
import { drive101, exampleOf } from "../../test/support/resolved-example.ts";
import { guestRoles, newGuestSystems, type Wish } from "../model/decision.ts";
import { defaultPolicy } from "../model/policy.ts";
import { decide } from "./decide.ts";
import { terraformText } from "./emit/terraform.ts";
import { cellOf, quadrantName } from "./quadrant.ts";

const wish: Wish = {
  mobility: "pinned",
  os: "linux",
  role: "generalized",
  intents: [],
  device: undefined,
  name: "web",
  memory: 4096,
  cores: 2,
  size: 32,
};

const place = (line: string) => ({ drive: drive101(exampleOf(line)), elsewhere: ["pve2"] });
const onTank = place("scsi0: tank:vm-101-disk-0");

const settingsOf = (asked: Wish, at = onTank): Readonly<Record<string, string | null>> =>
  Object.fromEntries(decide(at, asked, 101, defaultPolicy).settings.map(({ key, value }) => [key, value]));

describe("decide", () => {
  const quadrants = newGuestSystems.flatMap((os) => guestRoles.map((role) => ({ ...wish, os, role })));

  it.each(quadrants)("wants what the matrix wants: $role $os", (asked) => {
    const settings = settingsOf(asked);
    const wanted = (key: string): string => cellOf(key, quadrantName(asked)).value;
    for (const key of ["scsihw", "iothread", "cache", "discard", "ssd"])
      expect(settings[key]).toBe(wanted(key));
    expect(settings["balloon"]).toBe(wanted("balloon") === "0" ? "0" : null);
    expect(settings["bios"] === "ovmf" && settings["machine"] === "q35").toBe(wanted("firmware") !== "-");
  });

  it("gives every setting one line of why and who says so", () => {
    const { settings } = decide(onTank, { ...wish, mobility: "failover", os: "windows" }, 101, defaultPolicy);
    for (const { why, source } of settings) {
      expect(why.length).toBeGreaterThan(10);
      expect(source).not.toBe("");
    }
    expect(settings.at(-1)).toMatchObject({ key: "replication", value: "*/15" });
  });

  it("says of ssd what each system makes of it", () => {
    const whyOf = (os: Wish["os"]) =>
      decide(onTank, { ...wish, os }, 101, defaultPolicy).settings.find(({ key }) => key === "ssd")?.why;
    expect(whyOf("linux")).toMatch(/^the guest schedules for an SSD, .*trim does not need it$/);
    expect(whyOf("windows")).toContain("Windows then retrims");
  });

  it("writes aio only where Proxmox VE would take another", () => {
    expect(settingsOf(wish)["aio"]).toBeNull();
    expect(settingsOf(wish, place("scsi0: san:vm-101-disk-0"))["aio"]).toBe("io_uring");
    expect(settingsOf(wish, place("scsi0: smb:101/vm-101-disk-0.raw"))["aio"]).toBeNull();
    expect(settingsOf(wish, place("scsi0: ceph:vm-101-disk-0"))["aio"]).toBeNull();
  });

  it("keeps the page cache on btrfs, which checksums what it writes", () => {
    expect(settingsOf(wish, place("scsi0: bt:101/vm-101-disk-0.raw"))["cache"]).toBeNull();
    expect(settingsOf(wish, place("scsi0: btnc:101/vm-101-disk-0.raw"))["cache"]).toBe("none");
  });
});

it("writes no text as a template of HCL", () => {
  const { guest } = decide(onTank, wish, 101, defaultPolicy);
  const text = terraformText({ ...guest, node: `a"$${"{"}file("x")}%{b}` });
  expect(text).toContain('node_name     = "a\\"$${file(\\"x\\")}%%{b}"');
});
