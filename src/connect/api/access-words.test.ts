import { describe, expect, it } from "vitest";
import { Failure } from "../../model/failure.ts";
import { readAddress, shownAddress } from "./address.ts";
import { nameOf, readToken } from "./credentials.ts";
import { newLostNodes } from "./lost-nodes.ts";
import { mostAtOnce, newPace } from "./pace.ts";
import { readFingerprint } from "./trust.ts";

describe("an address", () => {
  it.each([
    ["https://pve1", "pve1:8006"],
    ["https://pve1:443/", "pve1:443"],
    ["HTTPS://PVE1.example.org:8007", "pve1.example.org:8007"],
    ["https://[2001:db8::1]", "[2001:db8::1]:8006"],
    ["https://192.0.2.1:8006", "192.0.2.1:8006"],
  ])("%s is %s", (source, shown) => {
    expect(shownAddress(readAddress(source))).toBe(shown);
  });

  it.each(["https://", "https://pve1/api2/json", "https://pve1?x=1", "https://a b", "https://pve1:99999"])(
    "%s is none",
    (source) => {
      expect(() => readAddress(source)).toThrow(Failure);
    },
  );

  it("holds no secret, and what refuses it quotes none", () => {
    for (const source of [
      "https://root:hunter2@pve1",
      "https://root:hunter2@",
      "https://root:hunter2@pve1:99999",
    ]) {
      expect(() => readAddress(source)).toThrow(Failure);
      expect(() => readAddress(source)).toThrow(/^(?!.*hunter2)/);
    }
  });
});

describe("a token", () => {
  const token = "auditor@pve!ro=12345678-abcd-4321-9876-0123456789ab";
  it.each([token, `  ${token}\n`, `PVEAPIToken=${token}`])("%j is read", (text) => {
    const read = readToken(text, "the file");
    expect(read).toEqual({ kind: "token", token });
    expect(nameOf(read)).toBe("auditor@pve!ro");
  });

  it.each(["", "secret-without-name-1234", "auditor@pve=12345678", `${token}\r\nX-Evil: 1`, "a@b!c=\u0000"])(
    "%j is none, and is not quoted",
    (text) => {
      expect(() => readToken(text, "the file")).toThrow("the file holds no API token");
    },
  );
});

describe("a fingerprint", () => {
  const pairs = "AB:".repeat(31).concat("0F");
  it.each([pairs, pairs.toLowerCase(), pairs.replaceAll(":", ""), `SHA256:${pairs}`, `sha256=${pairs}`])(
    "%s",
    (text) => {
      expect(readFingerprint(text)).toBe(pairs);
    },
  );
  it.each(["", "AB:CD", `${pairs}:00`, "G".repeat(64), "AB:".repeat(19).concat("CD")])(
    "%j is none",
    (text) => {
      expect(() => readFingerprint(text)).toThrow(Failure);
    },
  );
});

describe("the pace", () => {
  it("grows while answers come as quickly as ever, and never beyond its bounds", () => {
    const pace = newPace();
    for (let n = 0; n < 1_000; n += 1) pace.answered("config", 20);
    expect(pace.limit).toBe(mostAtOnce);
  });
  it("gives way to a node that slows down or fails, and keeps asking", () => {
    const pace = newPace();
    pace.answered("config", 20);
    for (let n = 0; n < 200; n += 1) pace.answered("config", 900);
    expect(pace.limit).toBe(2);
    const other = newPace();
    for (let n = 0; n < 10; n += 1) other.failed();
    expect(other.limit).toBe(2);
  });
  it("does not take one kind of question for another", () => {
    const pace = newPace();
    for (let n = 0; n < 100; n += 1) {
      pace.answered("config", 5);
      pace.answered("apt/versions", 900);
    }
    expect(pace.limit).toBe(mostAtOnce);
  });
});

describe("a node that is lost", () => {
  const silent = { ok: false, status: 595, message: "No route to host" } as const;
  it("is not asked any more after several failures in a row", () => {
    const lost = newLostNodes();
    for (let n = 0; n < 7; n += 1) lost.answered("pve2", silent);
    expect(lost.insteadOf("pve2")).toBeUndefined();
    lost.answered("pve2", silent);
    expect(lost.insteadOf("pve2")).toMatchObject({
      status: 595,
      message: expect.stringContaining("8 times in a row"),
    });
    expect(lost.insteadOf("pve1")).toBeUndefined();
  });
  it("is one that says nothing: a refusal is an answer", () => {
    const lost = newLostNodes();
    for (let n = 0; n < 100; n += 1) {
      lost.answered("pve2", { ok: false, status: n % 2 === 0 ? 403 : 500, message: "no" });
      lost.answered("pve2", n % 7 === 0 ? { ok: true, data: [] } : silent);
    }
    expect(lost.insteadOf("pve2")).toBeUndefined();
  });
});
