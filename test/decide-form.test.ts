import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { askTheRest } from "../src/cli/decide/form.ts";
import { type KeySource, keysIn, openKeyboard } from "../src/cli/decide/keyboard.ts";
import { askByKeys } from "../src/cli/decide/keys.ts";
import type { DecideOptions } from "../src/cli/decide/options.ts";
import { stepsOf } from "../src/cli/decide/questions.ts";
import type { StorageChoice } from "../src/index.ts";
import { runCli } from "./support/run-cli.ts";

/** The interactive form: by keys where a terminal can be drawn on again, else by lines. */

const nothing: DecideOptions = { intent: [], format: "terminal", color: "auto" };

const storages: readonly StorageChoice[] = [
  { id: "san", type: "lvm", verdict: "fits", reasons: [] },
  { id: "ceph", type: "rbd", verdict: "fits", reasons: [] },
  { id: "tank", type: "zfspool", verdict: "impossible", reasons: ["not shared: the guest could not move"] },
];

/** What a terminal shows after it was written to, as far as the form uses one. */
function screenOf(written: string): string {
  let lines: string[] = [""];
  for (const [, up, text = ""] of written.matchAll(/\x1b\[(\d+)A\r\x1b\[J|([^\x1b]+)/g)) {
    if (up !== undefined) lines = [...lines.slice(0, lines.length - 1 - Number(up)), ""];
    const [first = "", ...more] = text.split("\n");
    lines = [...lines.slice(0, -1), (lines.at(-1) ?? "") + first, ...more];
  }
  return lines.join("\n");
}

interface Answered {
  readonly said: DecideOptions;
  readonly screen: string;
}

/** Presses keys, and says what came of it. */
async function press(keys: string, given: DecideOptions = nothing, rows = 40): Promise<Answered> {
  const queue = [...keysIn(keys)];
  let written = "";
  const ask = askByKeys(
    { next: async () => queue.shift() ?? { name: "end" } },
    (text) => {
      written += text;
    },
    { columns: 80, ascii: false, colour: "none", rows },
  );
  const said = await askTheRest(
    given,
    stepsOf(() => storages, true, ["╌╌╌", "╌╌▸", "━━━"]),
    ask,
  );
  return { said, screen: screenOf(written) };
}

const [up, down, back, enter] = ["\x1b[A", "\x1b[B", "\x1b", "\r"];

describe("by keys", () => {
  it("takes arrows, digits and first letters", async () => {
    const { said } = await press(`${down}${enter}2${enter}w${enter}s${enter}${down} ${up} ${enter}`);
    expect(said).toMatchObject({
      mobility: "failover",
      storage: "ceph",
      os: "windows",
      role: "specialty",
      intent: ["disposable", "scratch"],
    });
  });

  it("goes round at both ends, and to the next one of a letter", async () => {
    expect((await press(`${up}${enter}${up}${enter}${enter}${enter}ss${enter}`)).said).toMatchObject({
      mobility: "pinned",
      storage: "ceph",
      os: "linux",
      role: "generalized",
    });
  });

  it("goes one question back, erases it, and stands on what was said", async () => {
    const { said, screen } = await press(`3${enter}${back}${up}${enter}${enter}${enter}${enter}${enter}`);
    expect(said.mobility).toBe("failover");
    expect(screen.match(/Can this guest/g)).toHaveLength(1);
    expect(screen.match(/What storage/g)).toHaveLength(1);
  });

  it("shows what does not fit with its reason, and never gets there", async () => {
    const { said, screen } = await press(`${enter}3t${down}${down}${enter}${enter}${enter}${enter}`);
    expect(said.storage).toBe("san");
    expect(screen).toContain("   - these do not fit -\n-  tank  not shared: the guest could not move\n");
    expect(screen).toContain(">  ╌╌╌ yes, it must");
    expect(screen).toContain("System?   > linux     windows\n");
    expect(screen).toContain(">  [ ] disposable");
  });

  it("asks nothing that was said, and no role where there is a device", async () => {
    const given: DecideOptions = { ...nothing, mobility: "pinned", storage: "san", device: "gpu" };
    const { screen } = await press(`${enter}${enter}`, given);
    expect(screen).not.toMatch(/Can this|What storage|Role/);
  });

  it("keeps to a low screen", async () => {
    const { screen } = await press(`${enter}${enter}${enter}${enter}7 ${enter}`, nothing, 8);
    expect(screen).toContain(">  [x] write-heavy");
    expect(screen).toContain("   4 more lines above or below\n");
    expect(screen).not.toContain("[ ] disposable");
  });

  it("stops at the end of the input", async () => {
    await expect(press(enter)).rejects.toMatchObject({ code: "stopped" });
  });
});

describe("the keyboard", () => {
  class FakeTerminal extends EventEmitter implements KeySource {
    raw = false;
    interrupted = false;
    setRawMode = (on: boolean): void => {
      this.raw = on;
    };
    resume = (): void => {};
    pause = (): void => {};
    keyboard = openKeyboard(this, () => {
      this.interrupted = true;
    });
    send(text: string): void {
      this.emit("data", Buffer.from(text));
    }
  }

  it("tells the escape key from the arrows that begin with it, however they arrive", async () => {
    const terminal = new FakeTerminal();
    for (const text of ["\x1b", "[B\x1bOA", "\x1b"]) terminal.send(text);
    const { next } = terminal.keyboard;
    expect([await next(), await next(), await next()]).toEqual([
      { name: "down" },
      { name: "up" },
      { name: "escape" },
    ]);
  });

  it("ignores keys that mean nothing here", () =>
    expect(keysIn("\x1b[3~\x1b[1;5C\x7fÄx")).toEqual([{ name: "letter", letter: "x" }]));

  it("stops for Ctrl-C, and leaves the terminal as it was", () => {
    const terminal = new FakeTerminal();
    expect(terminal.raw).toBe(true);
    terminal.send("\x03");
    expect([terminal.raw, terminal.interrupted]).toEqual([false, true]);
    expect(terminal.listenerCount("data")).toBe(0);
  });
});

describe("by lines", () => {
  async function answer(
    args: readonly string[],
    answers: readonly string[],
  ): Promise<{ readonly out: string; readonly err: string; readonly left: number }> {
    const left = [...answers];
    const { out, err } = await runCli(["decide", ...args], { ask: async () => left.shift() ?? "" });
    return { out, err, left: left.length };
  }

  it("asks what was not said, again until it is an answer", async () => {
    const answers = ["perhaps", "2", "san-lvm", "1", "l", "", "generalized", "nonsense", "write-heavy"];
    const { out, err, left } = await answer(["--demo"], answers);
    expect({ err, left }).toEqual({ err: "", left: 0 });
    expect(out).toContain("- these do not fit -");
    expect(out).toContain("needs no replica");
    expect(out).toContain("replicated lane, generalized Linux");
  });

  it("offers types of storage without a cluster, and says which do not fit", async () => {
    const { out, left } = await answer([], ["yes", "zfspool", "back", "mobile", "nfs", "windows", "2", ""]);
    expect(left).toBe(0);
    expect(out).toMatch(/^- {2}zfspool +not shared: the guest could not move, only fail over$/m);
    expect(out).toContain("shared lane, specialty Windows, on a storage of type nfs");
  });

  it("asks for the storage alone where there is no cluster to choose from", async () => {
    const { out } = await answer(
      ["--mobility", "pinned", "--os", "linux", "--role", "generalized"],
      ["dir", ""],
    );
    expect(out).not.toContain("Can this guest");
    expect(out).toContain("on a storage of type dir");
  });
});
