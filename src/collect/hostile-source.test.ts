import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { useTemporaryFolder } from "../../test/support/temporary-folder.ts";
import { collect } from "./collect.ts";

const { at, put } = useTemporaryFolder();

function folder(path: string): string {
  mkdirSync(at(path));
  return at(path);
}

function loop(path: string): string {
  symlinkSync(path, at(path));
  return at(path);
}

function fifo(path: string): string {
  execFileSync("mkfifo", [at(path)]);
  return at(path);
}

function folderWith(path: string, file: string, content: string): string {
  put(`${path}/${file}`, content);
  return at(path);
}

const context = {
  tool: { name: "lanekeeper", version: "0" },
  now: "2026-11-22T10:00:00.000Z",
  stdin: async () => new Uint8Array(),
};

describe("a source that cannot be read", () => {
  it.each<readonly [what: string, make: () => string, code: string, message: RegExp]>([
    ["is not there", () => at("none"), "unreadable-source", /is not there$/],
    ["has another scheme", () => "http://root:secret@pve1:8006", "bad-address", /^http:\/\/ is not a way/],
    ["is empty", () => put("empty.json"), "empty", /is empty$/],
    ["is an empty folder", () => folder("empty"), "no-guests", /holds no readable guest config$/],
    [
      "has unreadable configs only",
      () => folderWith("bad", "101.conf", "\0"),
      "no-guests",
      /1 unreadable, first 101\.conf: is binary, not text/,
    ],
    ["is a loop of links", () => loop("loop"), "unreadable-source", /loop of symbolic links$/],
    ["is a FIFO", () => fifo("fifo"), "unknown-source", /neither a file nor a folder$/],
    [
      "is a folder of junk",
      () => folderWith("junk", "nodes/x", "x"),
      "no-guests",
      /no readable guest config/,
    ],
    ["has a path through a file", () => `${put("plain")}/below`, "unreadable-source", /below a file/],
    ["has a name that is too long", () => at("x".repeat(5000)), "unreadable-source", /too long a name$/],
    ["is one line", () => put("101.conf", "name: a\n"), "not-a-source", /is nothing this reads/],
  ])("is refused in one line: %s", async (_, make, code, message) => {
    const error: unknown = await collect(make(), context).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      name: "Failure",
      code,
      message: expect.stringMatching(message),
      hint: expect.stringMatching(/./),
    });
    expect(String(error)).not.toContain("\n");
  });
});
