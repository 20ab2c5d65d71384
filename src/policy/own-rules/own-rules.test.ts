import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { errorsOf, policyOf, readPolicyText } from "../../../test/support/policy.ts";
import { drive101, exampleOf, guest101 } from "../../../test/support/resolved-example.ts";
import type { Outcome } from "../../model/outcome.ts";
import type { JudgedKind } from "../../model/rule.ts";
import { resolve } from "../../resolve/resolve.ts";
import { fieldTable } from "./language.ts";

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const ruleText = (subject: JudgedKind, fails: string, message = "m", more = ""): string =>
  `rules:\n  mine: { subject: ${subject}, severity: error, fails: ${quoted(fails)}, message: ${quoted(message)}${more} }\n`;

const line = "scsi0: tank:vm-101-disk-0,cache=writeback | scsi1: nowhere:vm-101-disk-1 | tags: prod;web";

function judge(
  subject: "drive" | "guest",
  fails: string,
  message?: string,
  more?: string,
  of = line,
): Outcome {
  const [rule] = policyOf(ruleText(subject, fails, message, more)).ownRules;
  const snapshot = exampleOf(of);
  if (rule?.subject === "drive") return rule.check(drive101(snapshot), policyOf(""), []);
  if (rule?.subject === "guest") return rule.check(guest101(snapshot), policyOf(""), []);
  throw new Error("it judges something else");
}

const factsOf = (outcome: Outcome): readonly string[] =>
  outcome.kind === "open" ? outcome.missing.map(({ fact }) => fact) : [];

describe("an own rule", () => {
  it("fails where its expression is true, with its message, what it looked at, and its remedy", () => {
    const fails = 'drive.settings.cache.value == "writeback" && drive.settings.cache.origin == "configured"';
    const message = "{drive.key} of {drive.guest.name} {{as is}}: {drive.options.cache}, {drive.guest.tags}";
    expect(judge("drive", fails, message, ", remedy: ask ann")).toEqual({
      kind: "fail",
      message: "scsi0 of web {as is}: writeback, prod, web",
      evidence: [
        { fact: "drive.settings.cache.value", value: "writeback", source: "101.conf:1" },
        { fact: "drive.settings.cache.origin", value: "configured", source: "101.conf:1" },
      ],
      remedy: { kind: "manual", steps: ["ask ann"], risks: [] },
    });
  });

  it.each([
    ['drive.settings.cache.value == "none"', "pass"],
    ["has(drive.options.backup)", "pass"],
    ["has(drive.options.cache)", "fail"],
    ['drive.guest.name.like("W*b")', "fail"],
    ['drive.guest.drives.exists(d, d.key == "scsi1")', "fail"],
    ['drive.guest.drives[1].storage == "nowhere"', "fail"],
    ['"prod" in drive.guest.tags && drive.guest.vmid > 100', "fail"],
    ['"9.2.10".atLeast("9.2.9")', "fail"],
    ['drive.format == "raw" ? false : true', "pass"],
  ])("%s: %s", (fails, verdict) => {
    expect(judge("drive", fails).kind).toBe(verdict);
  });

  it("does not apply where its condition is false", () => {
    expect(judge("guest", "true", "m", ", when: guest.template").kind).toBe("notApplicable");
    expect(judge("guest", "true", "m", ", when: '!guest.template'").kind).toBe("fail");
  });
});

describe("an unknown fact", () => {
  const unknown = 'guest.drives[1].settings.cache.value == "none"';

  it("leaves the judgement open, by name", () => {
    expect(factsOf(judge("guest", unknown))).toEqual(["storage nowhere"]);
    expect(factsOf(judge("guest", `!(${unknown})`))).toEqual(["storage nowhere"]);
    expect(factsOf(judge("guest", `${unknown} ? true : true`))).toEqual(["storage nowhere"]);
    expect(factsOf(judge("guest", "true", "m", `, when: ${quoted(unknown)}`))).toEqual(["storage nowhere"]);
  });

  it("counts for nothing where the rest decides, on either side", () => {
    expect(judge("guest", `${unknown} || true`).kind).toBe("fail");
    expect(judge("guest", `true || ${unknown}`).kind).toBe("fail");
    expect(judge("guest", `${unknown} && false`).kind).toBe("pass");
    expect(judge("guest", `${unknown} && true`).kind).toBe("open");
    expect(judge("guest", 'guest.drives.exists(d, d.settings.cache.value == "writeback")').kind).toBe("fail");
    expect(judge("guest", 'guest.drives.exists(d, d.settings.cache.value == "none")').kind).toBe("open");
    expect(judge("guest", 'guest.drives.all(d, d.settings.cache.value == "none")').kind).toBe("pass");
    expect(judge("guest", 'guest.drives.all(d, d.settings.cache.value == "writeback")').kind).toBe("open");
    expect(judge("guest", 'guest.drives.filter(d, d.settings.cache.value == "x").size() == 0').kind).toBe(
      "open",
    );
  });

  it("is not absent: has() does not know either", () => {
    expect(judge("drive", "has(drive.medium) && false").kind).toBe("pass");
    expect(judge("drive", "has(drive.medium)", "m", "", "scsi0: san:vm-101-disk-0").kind).toBe("open");
  });

  it("is named as such in a message that stands without it", () => {
    const outcome = judge("guest", "true", "cache {guest.drives[1].settings.cache.value}");
    expect(outcome).toMatchObject({ kind: "fail", message: "cache (not known)" });
  });
});

describe("what cannot be answered", () => {
  it.each([
    ["drive.options.backup == 'x'", "backup is absent there"],
    ["drive.guest.drives[7].key == 'x'", "index out of bounds"],
    ["1 / (drive.guest.vmid - 101) == 1", "division by zero"],
    ["int(drive.key) == 1", "cannot convert to int"],
  ])("%s is open, and due: it is neither pass nor crash", (fails, reason) => {
    const outcome = judge("drive", fails);
    expect(outcome).toMatchObject({ kind: "open", missing: [{ access: "policy", how: expect.any(String) }] });
    expect(factsOf(outcome)[0]).toContain(reason);
  });

  it("long lists are not looked at", () => {
    const tags = Array.from({ length: 300 }, (_, at) => `t${at}`).join(";");
    const outcome = judge(
      "guest",
      "guest.tags.exists(t, t == 'x')",
      "m",
      "",
      `${line.split(" | ")[0]} | tags: ${tags}`,
    );
    expect(factsOf(outcome)).toEqual(["guest.tags: 300 entries"]);
  });
});

describe("a mistake is refused when the file is read", () => {
  it.each([
    ["drive", 'drive.mediun == "ssd"', "Drive has no mediun; did you mean medium?"],
    ["drive", "drive.key > 1", "no such overload: string > int"],
    ["drive", 'drive.storage == "x" &&', "the expression ends too soon"],
    ["drive", "guest.vmid == 1", "unknown variable: guest"],
    ["drive", "drive.key", "it has to be true or false, and this is string"],
    ["drive", "has(drive.setings.cache)", "Drive has no setings; did you mean settings?"],
    ["drive", "has(drive.settings.cache.valu)", "TextSetting has no valu; did you mean value?"],
    ["guest", "guest.drives.exists(d, has(d.mediun))", "Drive has no mediun; did you mean medium?"],
    [
      "drive",
      'drive.key.matches("(a+)+$")',
      'regular expressions can take for ever; .like("web-*") knows * and ?',
    ],
    ["guest", "guest.tags.map(t, t + t).size() > 1", "map is not known in own rules; known: startsWith,"],
    ["guest", "cel.bind(x, 1, x > 0)", "bind is not known in own rules"],
    ["guest", 'guest.name.split("").size() > 1', "split is not known in own rules"],
    ["guest", "dyn(guest.vmid) == 1", "dyn is not known in own rules"],
    ["guest", '{"a": 1}.size() > 0', "maps cannot be written in own rules"],
    [
      "guest",
      "guest.tags.all(a, guest.tags.all(b, guest.tags.all(c, a == b)))",
      "all stands in 2 loops already",
    ],
    ["drive", "drive == drive", "no such overload"],
    ["drive", "drive.constructor == 'x'", "Drive has no constructor"],
    ["drive", "__proto__ == 1", ""],
    ["drive", `drive.key in [${Array.from({ length: 101 }, () => '"x"').join(", ")}]`, "exceeded max"],
    ["drive", `${"(".repeat(40)}true${")".repeat(40)}`, "exceeded max"],
    ["drive", Array.from({ length: 200 }, () => "true").join(" && "), "exceeded max"],
    ["drive", `drive.key == "${"x".repeat(2000)}"`, "characters; own rules have 2000 at most"],
  ] as const)("%s: %s", (subject, fails, reason) => {
    const [error = "", more] = errorsOf(ruleText(subject, fails));
    expect(error.toLowerCase()).toContain(reason.toLowerCase());
    expect(error).toMatch(/^lanekeeper\.yaml:2:\d+: rules\.mine\.fails: /);
    expect(more).toBeUndefined();
  });

  it.each([
    ["{drive.kez}", "Drive has no kez"],
    ["a { b", "a brace without its other"],
    ["a } b", "a brace without its other"],
    ["{drive.options}", "a message shows texts"],
  ])("in a message: %s", (message, reason) => {
    expect(errorsOf(ruleText("drive", "true", message))[0]).toContain(`rules.mine.message: ${reason}`);
  });

  it.each([
    ["rules: { Mine: {} }", "a name is small letters"],
    ["rules: { a: { subject: disk, severity: error, fails: 'true', message: m } }", "rules.a.subject"],
    ["rules: { a: { subject: drive, severity: error, message: m } }", "rules.a lacks fails"],
    [
      "rules: { a: { subject: drive, severity: error, fails: 'true', message: m, xs: 1 } }",
      "rules.a.xs is not a key",
    ],
    ["severities: { custom/typo: note }", "severities.custom/typo: no rule has this id"],
  ])("in its shape: %s", (text, reason) => {
    expect(errorsOf(text)[0]).toContain(reason);
  });
});

describe("several files", () => {
  const base = `${ruleText("drive", "true", "base")}  other: { subject: guest, severity: note, fails: 'true', message: o }\n`;

  it("merges by name, in the order of the base", () => {
    const { ownRules } = policyOf(`extends: b\n${ruleText("drive", "false", "mine")}`, { b: base });
    expect(ownRules.map(({ id, written }) => `${id} ${written.message} ${written.source}`)).toEqual([
      "custom/mine mine lanekeeper.yaml:3",
      "custom/other o b:3",
    ]);
  });

  it("lets the upper file set the severity of a rule of the base", () => {
    expect(policyOf("extends: b\nseverities: { custom/other: error }", { b: base }).severities).toEqual({
      "custom/other": "error",
    });
  });
});

describe("the page of own rules", () => {
  const page = readFileSync(new URL("../../../docs/topics/own-rules.md", import.meta.url), "utf8");

  it("names every field with its type and meaning", () => {
    for (const { type, fields } of fieldTable) {
      const section = page.split(`\n## ${type}\n`)[1]?.split("\n## ")[0]?.trim();
      expect(section).toBe(fields.map(([key, of]) => `- ${key} (${of.type}): ${of.about}`).join("\n"));
    }
  });

  it("shows an example that works", () => {
    const [, example = ""] = /```yaml\n(.*?)```/s.exec(page) ?? [];
    const reading = readPolicyText(example);
    const [rule] = reading.ok ? reading.policy.ownRules : [];
    const check = (text: string): Outcome["kind"] | undefined =>
      rule?.subject === "drive" ? rule.check(drive101(exampleOf(text)), policyOf(""), []).kind : undefined;
    expect(check("scsi0: tank:vm-101-disk-0,backup=0")).toBe("fail");
    expect(check("scsi0: tank:vm-101-disk-0")).toBe("pass");
    expect(check("scsi0: tank:vm-101-disk-0,backup=0 | tags: scratch")).toBe("notApplicable");
  });
});

it("every field of every subject can be asked for, and none of them crashes", () => {
  const cluster = resolve(exampleOf(line));
  const [storage] = cluster.storages.known ? cluster.storages.value.values() : [];
  const subjects = {
    drive: cluster.guests[0]?.drives[1],
    guest: cluster.guests[0],
    volume: cluster.volumes[0],
    storage: storage && { cluster, storage, node: null, volumes: [] },
    pool: cluster.pools[0],
    node: cluster.nodes[0],
  };
  for (const [kind, subject] of Object.entries(subjects)) {
    const type = kind.charAt(0).toUpperCase() + kind.slice(1);
    const fields = fieldTable.find((table) => table.type === type)?.fields ?? [];
    expect(fields.length).toBeGreaterThan(4);
    for (const [key] of fields) {
      const [rule] = policyOf(ruleText(kind as JudgedKind, `has(${kind}.${key})`)).ownRules; // the keys of the table above
      expect(rule?.check(subject as never, policyOf(""), []).kind).toMatch(/pass|fail|open/); // each under its own kind
    }
  }
});
