import { describe, expect, it } from "vitest";
import { useTemporaryFolder } from "../../test/support/temporary-folder.ts";
import { localMachine } from "./shell.ts";

const folder = useTemporaryFolder();
const text = async (script: string, options = {}): Promise<string> =>
  Buffer.from(await localMachine(options).run(script)).toString();

describe("the local machine", () => {
  it("is a node where /etc/pve is mounted, not where the folder is empty", () => {
    const machine = localMachine({ pve: folder.at("pve") });
    expect(machine.isNode()).toBe(false);
    folder.put("pve/nodes/pve1/lrm_status");
    expect(machine.isNode()).toBe(false);
    folder.put("pve/local");
    expect(machine.isNode()).toBe(true);
  });

  it("runs a script and takes what it prints, whatever its exit code", async () => {
    expect(await text("printf 'a\\0b'; echo no >&2; exit 3")).toBe("a\0b");
  });

  it("gives the commands of the script no input", async () => {
    expect(await text("cat </dev/null; echo end")).toBe("end\n");
  });

  it("stops what takes too long, and what it started", async () => {
    const marker = folder.at("later");
    const script = `(sleep 1; echo x >'${marker}') & sleep 30`;
    await expect(text(script, { within: 200 })).rejects.toMatchObject({
      code: "shell-failed",
      message: expect.stringMatching(/took longer than/),
    });
    await new Promise((waited) => setTimeout(waited, 1500));
    expect(localMachine({ pve: folder.at("") }).isNode()).toBe(false);
    expect(await text(`test -e '${marker}' || echo none`)).toBe("none\n");
  });

  it("stops what prints without an end", async () => {
    await expect(text("while :; do echo xxxxxxxxxxxxxxxx; done", { atMost: 10_000 })).rejects.toMatchObject({
      message: expect.stringMatching(/more than 10000 bytes/),
    });
  });

  it("says when there is no shell", async () => {
    await expect(text("echo x", { env: { PATH: folder.at("bin") } })).rejects.toMatchObject({
      message: expect.stringMatching(/sh does not run/),
    });
  });
});
