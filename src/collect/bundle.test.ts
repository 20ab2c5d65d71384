import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { exampleSnapshot } from "../../test/support/example-cluster.ts";
import { readBundle } from "./bundle.ts";

const bytes = (text: string): Uint8Array => Buffer.from(text);
const bundle = {
  ...exampleSnapshot(),
  guests: [{ vmid: 101, node: "pve1", config: "name: a\n", path: "101.conf" }],
};
const changed = (change: object): Uint8Array => bytes(JSON.stringify({ ...bundle, ...change }));

function deepDevices(): Uint8Array {
  const open = '{"name": "a", "type": "disk", "mountpoints": [], "children": [';
  const device = open.repeat(10_000) + "]}".repeat(10_000);
  const text = JSON.stringify({
    ...bundle,
    nodes: [{ name: "a", blockDevices: { value: ["@"], source: "" } }],
  });
  return bytes(text.replace('"@"', device));
}

/** A file of zeros, or of anything else that packs well. */
const bomb = (text: string, size: number): Uint8Array => gzipSync(Buffer.alloc(size, text), { level: 9 });

describe("readBundle", () => {
  it.each<readonly [what: string, make: () => Uint8Array, code: string, message: RegExp]>([
    ["nothing", () => new Uint8Array(), "empty", /is empty$/],
    ["blanks", () => bytes(" \n"), "not-a-bundle", /is not JSON$/],
    ["truncated JSON", () => changed({}).subarray(0, 400), "not-a-bundle", /is cut off$/],
    ["half a packed bundle", () => gzipSync(changed({})).subarray(0, 200), "bad-gzip", /it is cut off$/],
    [
      "JSON 100,000 levels deep",
      () => bytes("[".repeat(100_000) + "]".repeat(100_000)),
      "not-a-bundle",
      /nested too deeply$/,
    ],
    ["a bundle with 10,000 levels of devices", deepDevices, "not-a-bundle", /nested too deeply$/],
    [
      "a device that is none",
      () => changed({ nodes: [{ name: "a", blockDevices: "x" }] }),
      "bad-bundle",
      /: nodes\.0\.blockDevices/,
    ],
    [
      "gzip of garbage",
      () => gzipSync(Uint8Array.from({ length: 999 }, (_, index) => (index * 7919) % 251)),
      "not-a-bundle",
      /is binary, not text$/,
    ],
    [
      "garbage that starts like gzip",
      () => Uint8Array.from([0x1f, 0x8b, 1, 2, 3, 4, 5]),
      "bad-gzip",
      /it is not whole gzip/,
    ],
    [
      "a bomb of zeros",
      () => bomb("\0", 200 * 1024 * 1024),
      "bad-gzip",
      /would unpack to more than \d+ bytes$/,
    ],
    ["a bomb of brackets", () => bomb("[", 60 * 1024 * 1024), "not-a-bundle", /nested too deeply$/],
    ["NUL bytes", () => bytes('{"schema": "\0"}'), "not-a-bundle", /is binary, not text$/],
    ["latin-1", () => Buffer.from('{"schema": "ü"}', "latin1"), "not-a-bundle", /is not UTF-8 text$/],
    [
      "a newer version",
      () => changed({ schema: "lanekeeper/snapshot/2" }),
      "newer-bundle",
      /is a bundle of version 2; this lanekeeper reads version 1$/,
    ],
    [
      "a report",
      () => bytes('{"schema": "lanekeeper/audit/1", "findings": []}'),
      "not-a-bundle",
      /it is a report of an audit$/,
    ],
    ["another schema", () => bytes('{"schema": "x"}'), "not-a-bundle", /it has the schema x$/],
    [
      "a schema that is an object",
      () => bytes('{"schema": {"toString": 1}}'),
      "not-a-bundle",
      /it has no schema$/,
    ],
    ["null", () => bytes("null"), "not-a-bundle", /it has no schema$/],
    ["no guests", () => changed({ guests: [] }), "no-guests", /holds no guest config$/],
    [
      "a vmid that is text",
      () => changed({ guests: [{ ...bundle.guests[0], vmid: "101" }] }),
      "bad-bundle",
      /guests\.0\.vmid/,
    ],
    [
      "a vmid beyond all numbers",
      () => changed({ guests: [{ ...bundle.guests[0], vmid: 1e300 }] }),
      "bad-bundle",
      /guests\.0\.vmid/,
    ],
    ["a bundle without files", () => changed({ files: undefined }), "bad-bundle", /files/],
  ])("refuses %s", async (_, make, code, message) => {
    const error: unknown = await readBundle(make(), "x").catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      name: "Failure",
      code,
      message: expect.stringMatching(message),
      hint: expect.stringMatching(/./),
    });
    expect(String(error)).toMatch(/^Failure: x [^\n]{1,300}$/);
  });

  it("drops what a later version may add", async () => {
    const read = await readBundle(
      changed({ later: 1, files: { ...bundle.files, "sdn/zones.cfg": "x" } }),
      "x",
    );
    expect(read).toEqual(bundle);
  });

  it("changes no prototype", async () => {
    const text = JSON.stringify(bundle).replace('"guests"', '"__proto__": {"polluted": true}, "guests"');
    const packages = '{"name": "a", "packages": {"source": "", "value": {"__proto__": "1"}}}';
    const read = await readBundle(bytes(text.replace('"nodes":[', `"nodes":[${packages},`)), "x");
    expect(Reflect.get(read, "polluted")).toBeUndefined();
    expect(Reflect.get({}, "polluted")).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
