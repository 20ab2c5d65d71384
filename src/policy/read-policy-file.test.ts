import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { errorsOf, policyOf, readPolicyText } from "../../test/support/policy.ts";
import { defaultPolicy } from "../model/policy.ts";

describe("a policy file", () => {
  it.each(["", "# only a comment\n", "{}", "---\n"])("%j says nothing, and the defaults stand", (text) => {
    expect(policyOf(text)).toEqual(defaultPolicy);
  });

  it("says what a site decides and declares, each declaration with its line", () => {
    const policy = policyOf(`aioOnLvm: leave
aio:
  storages: {san: threads}
  types: {dir: native}
  lanes: {local: leave}
tags:
  prod: [infrastructure, "lane:shared"]
guests:
  701: sequential
  web-*: [disposable]
drives:
  701 scsi2: [scratch]
storages:
  san: {medium: ssd, writeCache: protected, thin: true}
disks:
  INTEL SSDSC2KB*: {plp: true, medium: ssd}
nodes:
  pve1: {ups: true}
pbs: {pool: slow, node: pve2}
`);
    expect(policy).toEqual({
      ...defaultPolicy,
      aioOnLvm: "leave",
      aio: { storages: { san: "threads" }, types: { dir: "native" }, lanes: { local: "leave" } },
      tags: { prod: ["infrastructure", "lane:shared"] },
      guests: [
        { match: "701", value: ["sequential"], source: "lanekeeper.yaml:9" },
        { match: "web-*", value: ["disposable"], source: "lanekeeper.yaml:10" },
      ],
      drives: [{ match: "701 scsi2", value: ["scratch"], source: "lanekeeper.yaml:12" }],
      storages: { san: { medium: "ssd", writeCache: "protected", thin: true } },
      disks: [
        { match: "INTEL SSDSC2KB*", value: { plp: true, medium: "ssd" }, source: "lanekeeper.yaml:16" },
      ],
      nodes: { pve1: { ups: true } },
      pbs: [{ pool: "slow", node: "pve2" }],
    });
  });

  it("sets thresholds one by one, and severities as a level or step by step", () => {
    const policy = policyOf(`thresholds: {poolNearlyFull: {warning: 70}, scrubOverdueDays: 10}
severities:
  drive/iothread-off: note
  drive/cache-not-coherent: {critical: error}
  custom/mine: warning
  policy/waiver-expired: error
rules:
  mine: { subject: guest, severity: note, fails: guest.template, message: m }
`);
    expect(policy.thresholds).toEqual({
      ...defaultPolicy.thresholds,
      poolNearlyFull: { warning: 70, error: 85, critical: 90 },
      scrubOverdueDays: 10,
    });
    expect(policy.severities).toEqual({
      "drive/iothread-off": "note",
      "drive/cache-not-coherent": { critical: "error" },
      "custom/mine": "warning",
      "policy/waiver-expired": "error",
    });
  });

  it("keeps a waiver with its line; a vmid may be a number", () => {
    const text = `waivers:
  - rule: drive/iothread-off
    where: {vmid: 0701, drive: "scsi*"}
    reason: measured
    by: ann
    until: 2026-11-30
`;
    expect(policyOf(text).waivers).toEqual([
      {
        rule: "drive/iothread-off",
        where: { vmid: "0701", drive: "scsi*" },
        reason: "measured",
        by: "ann",
        until: "2026-11-30",
        source: "lanekeeper.yaml:2",
      },
    ]);
  });
});

describe("what is wrong in a policy file", () => {
  const waiver =
    "waivers: [{rule: drive/iothread-off, where: {vmid: 1}, reason: r, by: b, until: 2026-01-01}";
  it.each([
    ["aioOnLvm: iouring", '1:11: aioOnLvm is "iouring"; one of io_uring, threads, leave'],
    ["# c\n\naioOnLVM: leave", "3:1: aioOnLVM is not a key of a policy; did you mean aioOnLvm?"],
    [
      "storages:\n  san:\n    write-cache: protected",
      "3:5: storages.san.write-cache is not a key of a policy; did you mean writeCache?",
    ],
    [
      "storages: {san: {speed: 9}}",
      "1:18: storages.san.speed is not a key of a policy; known: medium, writeCache, thin",
    ],
    ["storages: {san: {thin: maybe}}", '1:24: storages.san.thin is "maybe"; one of true, false'],
    ["storages: {san: }", "1:12: storages.san is empty; a map is needed: `key: value`"],
    ["storages:\n  san:\n", "2:3: storages.san is empty; a map is needed: `key: value`"],
    ["guests: {701: [sequental]}", '1:16: an entry of guests.701 is "sequental"; did you mean sequential?'],
    [
      "guests: {701: {a: 1}}",
      "1:15: guests.701 is a map; one of disposable, scratch, memory-sensitive, infrastructure, golden, sequential, write-heavy, lane:shared, lane:replicated, lane:local, specialty, generalized",
    ],
    ["drives: {701: scratch}", "1:10: drives.701: a vmid and a drive are needed, as in 701 scsi2"],
    [
      "drives: {701 scsi0: golden}",
      '1:21: drives.701 scsi0 is "golden"; one of disposable, scratch, sequential, write-heavy',
    ],
    ["tags: {a b: golden}", "1:8: tags.a b: not a tag that Proxmox VE accepts"],
    ["pbs: {node: pve1}", "1:7: pbs lacks pool"],
    [
      "thresholds: {scrubOverdueDays: soon}",
      '1:32: thresholds.scrubOverdueDays is "soon"; a number from 1 to 3650 is needed',
    ],
    [
      "thresholds: {poolNearlyFull: {warning: 95}}",
      "1:30: thresholds.poolNearlyFull has to rise: warning 95, error 85, critical 90; give all three",
    ],
    [
      "severities: {drive/iothread: note}",
      "1:14: severities.drive/iothread: no rule has this id; did you mean drive/iothread-off?",
    ],
    [
      "severities: {iothread-off: note}",
      "1:14: severities.iothread-off: no rule has this id; did you mean drive/iothread-off?",
    ],
    [
      "severities: {drive/iothread-off: {critical: fatal}}",
      '1:45: severities.drive/iothread-off.critical is "fatal"; one of critical, error, warning, note',
    ],
    [
      `${waiver}, {rule: drive/iothread-off, where: {vmid: 1}, reason: x, by: y, until: 2027-01-01}]`,
      "1:94: the same is waived already: lanekeeper.yaml:1",
    ],
    [
      `${waiver}]`.replace("2026-01-01", "2026-02-29"),
      '1:81: an entry of waivers.until is "2026-02-29"; a day is needed, as in 2026-11-30',
    ],
    [
      `${waiver}]`.replace("vmid: 1", ""),
      '1:45: an entry of waivers.where is a map; one of vmid, tag, drive, storage, node, pool is needed; vmid: "*" is everywhere',
    ],
    [
      `${waiver}]`.replace("drive/iothread-off", "policy/waiver-expired"),
      '1:18: an entry of waivers.rule is "policy/waiver-expired"; no rule has this id',
    ],
    [`${waiver}]`.replace(", by: b", ""), "1:12: an entry of waivers lacks by"],
    ["waivers: 7", '1:10: waivers is "7"; a list is needed'],
    ["a: 1\na: 2", "2:1: a stands here a second time"],
    ["storages: {san: {thin: true, thin: false}}", "1:30: thin stands here a second time"],
    ["- a", "1:1: the policy is a list; a map is needed: `key: value`"],
    ["words", '1:1: the policy is "words"; a map is needed: `key: value`'],
    [
      "x: &a {}\nguests: *a",
      "1:1: x is not a key of a policy; known: extends, aioOnLvm, aio, tags, guests, drives, storages, disks, nodes, pbs, thresholds, severities, waivers, rules, clusters",
    ],
    ["guests:\n\t701: golden", "2:1: a tab; YAML indents with blanks"],
    ["a: 1\n---\nb: 2", "2:1: a second document begins here; a policy is one"],
    ['a: "b', '1:6: not YAML: missing closing "quote'],
    ["aioOnLvm: !!js/function leave", "1:11: not YAML: unresolved tag: tag:yaml.org,2002:js/function"],
  ])("%j", (text, error) => {
    expect(errorsOf(text)[0]).toBe(`lanekeeper.yaml:${error}`);
  });

  it("is told all at once, with the line and how much of it is meant", () => {
    const reading = readPolicyText("aioOnLvm: iouring # why\nnodez: {}\r\nextends: []\n");
    expect(reading.ok ? [] : reading.errors).toMatchObject([
      { line: 1, column: 11, length: 7, excerpt: "aioOnLvm: iouring # why" },
      { line: 2, column: 1, length: 5, excerpt: "nodez: {}" },
      { line: 3, column: 10, length: 2 },
    ]);
  });
});

describe("a hostile policy file", () => {
  const bomb = [
    "a: &a [x, x]",
    ...[..."bcdefghij"].map((key, at) => `${key}: &${key} [${`*${"abcdefghi"[at]}, `.repeat(9)}]`),
  ];
  it.each([
    ["aliases of aliases", bomb.join("\n")],
    ["an alias where a value belongs", "tags: {a: &x golden}\nguests: {1: *x}"],
    ["brackets", `guests: ${"[".repeat(200_000)}`],
    ["brackets that close", `guests: ${"[".repeat(100_000)}${"]".repeat(100_000)}`],
    ["maps in maps", "{a: ".repeat(50_000)],
    ["dashes", "- ".repeat(100_000)],
    ["question marks", "? ".repeat(100_000)],
    ["stairs", Array.from({ length: 700 }, (_, at) => `${" ".repeat(at)}a:`).join("\n")],
    ["10 MB", `# ${"x".repeat(10_000_000)}`],
    ["many keys", Array.from({ length: 30_000 }, (_, at) => `k${at}:`).join("\n")],
    ["tags of YAML", `a: ${"!a ".repeat(80_000)}`],
    ["__proto__", "__proto__: {aioOnLvm: leave}"],
  ])("%s ends in errors, without hanging", (_, text) => {
    const errors = errorsOf(text);
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.length).toBeLessThanOrEqual(10);
    for (const error of errors) expect(error).toMatch(/^lanekeeper\.yaml:\d+:\d+: [^\n]+$/);
  });

  it("is read or refused whatever it holds, each error within the file", () => {
    const scraps = fc.constantFrom(
      "guests:",
      "waivers:",
      "\n",
      "  ",
      "- ",
      "{",
      "}",
      "[",
      "]",
      ": ",
      "701",
      "golden",
      "*",
      "&a",
      "*a",
      '"',
      "#",
      "|",
      "\t",
      "extends: x",
      "?",
      ",",
      "!!x",
      "\r\n",
    );
    fc.assert(
      fc.property(fc.array(scraps, { maxLength: 30 }), (parts) => {
        const text = parts.join("");
        const reading = readPolicyText(text);
        for (const { line, column } of reading.ok ? [] : reading.errors) {
          expect(line).toBeLessThanOrEqual(text.split("\n").length);
          expect(column).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("does not take names of JavaScript for declarations", () => {
    const policy = policyOf("storages: {__proto__: {thin: true}, constructor: {medium: ssd}}");
    expect(Object.keys(policy.storages)).toEqual(["__proto__", "constructor"]);
    expect(Object.getPrototypeOf(policy.storages)).toBe(Object.prototype);
  });
});

describe("extends", () => {
  const base = `aioOnLvm: leave
guests: {701: golden, web: disposable}
storages: {san: {medium: ssd, thin: true}}
severities: {drive/aio-threads: error}
waivers:
  - {rule: drive/iothread-off, where: {vmid: 1}, reason: old, by: a, until: 2026-01-01}
  - {rule: drive/iothread-off, where: {vmid: 2}, reason: kept, by: a, until: 2026-01-01}
`;

  it("takes over what the upper file does not say, entry by entry", () => {
    const reading = readPolicyText(
      `extends: base.yaml
guests: {701: sequential}
storages: {san: {thin: false}}
waivers: [{rule: drive/iothread-off, where: {vmid: 1}, reason: new, by: b, until: 2027-01-01}]
`,
      { "base.yaml": base },
    );
    if (!reading.ok) throw new Error("refused");
    const { policy, sources } = reading;
    expect(policy.aioOnLvm).toBe("leave");
    expect(policy.guests).toEqual([
      { match: "web", value: ["disposable"], source: "base.yaml:2" },
      { match: "701", value: ["sequential"], source: "lanekeeper.yaml:2" },
    ]);
    expect(policy.storages).toEqual({ san: { medium: "ssd", thin: false } });
    expect(policy.severities).toEqual({ "drive/aio-threads": "error" });
    expect(policy.waivers.map(({ reason, source }) => `${reason} ${source}`)).toEqual([
      "kept base.yaml:7",
      "new lanekeeper.yaml:4",
    ]);
    expect(sources.map(({ path }) => path)).toEqual(["lanekeeper.yaml", "base.yaml"]);
  });

  it("names the SHA-256 of each file", () => {
    const reading = readPolicyText("{}");
    expect(reading).toMatchObject({
      sources: [{ sha256: "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a" }], // printf '{}' | sha256sum
    });
  });

  it.each<[string, Record<string, string>, string]>([
    ["extends: gone.yaml", {}, "lanekeeper.yaml:1:10: extends gone.yaml: no such file"],
    ["extends: b", { b: "\nguestz: {}" }, "b:2:1: guestz is not a key of a policy; did you mean guests?"],
    ["extends: b", { b: "extends: b" }, "b:1:10: extends b, which builds on this file itself"],
    [
      "extends: b",
      { b: "extends: c", c: "extends: b" },
      "c:1:10: extends b, which builds on this file itself",
    ],
    [
      "extends: f0",
      Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`f${at}`, `extends: f${at + 1}`])),
      "f6:1:10: extends f7: 8 files at most build on one another",
    ],
  ])("%s with %j is refused where it is said", (text, files, error) => {
    expect(errorsOf(text, files)).toEqual([error]);
  });
});
