import fc from "fast-check";
import { expect, it } from "vitest";
import { examReport, sampleReport } from "../../test/support/sample-report.ts";
import { jsonChunks } from "./json.ts";

const json = (report: Parameters<typeof jsonChunks>[0]): string => [...jsonChunks(report)].join("");

it("is the report, with a line for each guest, finding and open judgement", () => {
  expect(JSON.parse(json(examReport))).toEqual(examReport);
  const text = json(examReport);
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(examReport)));
  for (const finding of examReport.findings) expect(text).toContain(`    ${JSON.stringify(finding)}`);
});

it("comes piece by piece", () => {
  const longest = Math.max(...[...jsonChunks(examReport)].map((chunk) => chunk.length));
  expect(longest).toBeLessThan(json(examReport).length / 4);
});

it("hands nothing to a terminal that it would obey or hide", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (name) => {
      const report = sampleReport({ contradictions: [name, "\x7f\x9b\u202e\u2028\u200b\ufeff\u{e0001}"] });
      const text = json(report);
      expect(text).not.toMatch(
        /[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\u{e0001}]/u,
      );
      expect(JSON.parse(text)).toEqual(report);
    }),
  );
});
