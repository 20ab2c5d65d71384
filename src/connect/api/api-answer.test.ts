import { describe, expect, it } from "vitest";
import { readAnswer } from "./api-answer.ts";

describe("an answer that is none", () => {
  const said = (status: number, line: string, body: string): string => {
    const answer = readAnswer(status, line, body);
    return answer.ok ? "" : answer.message;
  };

  it("says what is wrong with each parameter", () => {
    const body = {
      message: "Parameter verification failed.\n",
      errors: { scsi0: "hotplug problem - cannot do it\nat line 1\n", digest: 1 },
      data: null,
    };
    expect(said(400, "Parameter verification failed.", JSON.stringify(body))).toBe(
      "Parameter verification failed. scsi0: hotplug problem - cannot do it",
    );
  });

  it("is cut to a length, whatever its parameters are", () => {
    const errors = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`key${at}`, "x".repeat(50)]));
    expect(said(400, "", JSON.stringify({ errors }))).toHaveLength(300);
    for (const odd of ["[]", '{"errors":[1,{}]}', '{"errors":"no"}', "null", "<html>"])
      expect(said(500, "got timeout", odd)).toBe("got timeout");
  });
});
