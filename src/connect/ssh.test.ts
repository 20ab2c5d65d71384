import { describe, expect, it } from "vitest";
import { isSshSource, readSshTarget, shownTarget } from "./ssh.ts";
import { sshFailure } from "./ssh-failure.ts";

describe("an address for ssh", () => {
  it.each([
    ["ssh://root@pve1", { host: "pve1", user: "root", port: undefined }],
    ["SSH://pve1.example.org:2222/", { host: "pve1.example.org", user: undefined, port: 2222 }],
    ["ssh://auditor@[2001:db8::1]:22", { host: "2001:db8::1", user: "auditor", port: 22 }],
    ["ssh://DOM\\ann@pve_1", { host: "pve_1", user: "DOM\\ann", port: undefined }],
  ])("%s is read", (source, target) => {
    expect(isSshSource(source)).toBe(true);
    expect(readSshTarget(source)).toEqual(target);
  });

  it.each([
    "ssh://-oProxyCommand=touch$IFS/tmp/x",
    "ssh://-l@pve1",
    "ssh://root@-pve1",
    "ssh://root@pve1;reboot",
    "ssh://root@pve1 reboot",
    "ssh://root@pve1/etc",
    "ssh://",
    "ssh://root@pve1:999999",
  ])("%s is refused, and never reaches a command line", (source) => {
    expect(() => readSshTarget(source)).toThrow(/is no address for ssh/);
  });

  it("with a password is refused, and the message does not repeat it", () => {
    expect(() => readSshTarget("ssh://root:hunter2@pve1")).toThrow(/^(?!.*hunter2).*is no address for ssh/);
  });

  it("is shown as a person would say it", () => {
    expect(shownTarget(readSshTarget("ssh://root@pve1:2222"))).toBe("root@pve1");
  });
});

describe("why ssh did not get there", () => {
  it.each([
    [
      "@@@@\n@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.\r\n",
      "host-key-changed",
    ],
    [
      "No ED25519 host key is known for pve1 and you have requested strict checking.\nHost key verification failed.",
      "ssh-refused",
    ],
    ["Welcome\nroot@pve1: Permission denied (publickey).", "ssh-refused"],
    ["ssh: connect to host pve1 port 22: No route to host", "ssh-failed"],
    ["", "ssh-failed"],
  ])("%j", (said, code) => {
    expect(sshFailure("root@pve1", said, 255)).toMatchObject({
      code,
      message: expect.not.stringContaining("\n"),
    });
  });
});
