import { describe, expect, it } from "vitest";
import { parseIscsiTargets } from "./iscsi.ts";

const target = "iqn.2026-01.org.example:san";

describe("parseIscsiTargets", () => {
  it.each([
    ["sessions", `tcp: [1] 192.0.2.5:3260,1 ${target} (non-flash)\n`],
    ["sessions of old versions", `tcp: [12] 192.0.2.5:3260,1 ${target}\r\n`],
    ["nodes", `192.0.2.5:3260,1 ${target}\n`],
    [
      "a detailed session",
      `iSCSI Transport Class version 2.0-870\nTarget: ${target} (non-flash)\n\tCurrent Portal: 192.0.2.5:3260,1\n\tPersistent Portal: 192.0.2.9:3260,1\n\t\tpassword: ********\n`,
    ],
  ])("reads %s", (_, text) => {
    expect(parseIscsiTargets(text)).toEqual([{ target, portal: "192.0.2.5:3260" }]);
  });

  it("reads several portals of a target, and IPv6", () => {
    const text = `tcp: [1] 192.0.2.5:3260,1 ${target}\ntcp: [2] [2001:db8::1]:3260,-1 ${target}\n`;
    expect(parseIscsiTargets(text).map(({ portal }) => portal)).toEqual([
      "192.0.2.5:3260",
      "[2001:db8::1]:3260",
    ]);
  });

  it.each(["", "\n", "iscsiadm: No active sessions.\n", "iscsiadm: No records found\n"])(
    "says none for %j",
    (text) => {
      expect(parseIscsiTargets(text)).toEqual([]);
    },
  );

  it.each(["sh: 1: iscsiadm: not found\n", "Target: x\n", "{}", `${"a ".repeat(2e6)}\n`, "x".repeat(4e6)])(
    "refuses %.30j",
    (text) => {
      expect(() => parseIscsiTargets(text)).toThrow("is not an output of iscsiadm");
    },
  );
});
