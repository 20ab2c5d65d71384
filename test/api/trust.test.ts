import { createServer } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type SimulatedPve, startSimulatedPve } from "../simulated-pve/simulated-pve.ts";
import { smallCluster } from "../simulated-pve/small-cluster.ts";
import { runCli } from "../support/run-cli.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";

/** Whom the token is sent to: nobody who did not prove to be the node that was meant. */

const folder = useTemporaryFolder();
let pve: SimulatedPve;
let token: string;
beforeAll(async () => {
  pve = await startSimulatedPve({ snapshot: smallCluster });
  token = pve.token();
});
afterAll(() => pve.stop());

let before = 0;
beforeEach(() => {
  before = pve.requests.length;
});
const received = () => pve.requests.slice(before);

const audit = (options: readonly string[], given: Parameters<typeof runCli>[1] = {}) =>
  runCli(["audit", "--from", pve.url("pve1"), ...options], {
    env: { HOME: folder.at("home"), LANEKEEPER_TOKEN: token },
    ...given,
  });

const wrong = "AB:".repeat(31).concat("AB");

describe("sends nothing", () => {
  it.each([
    [
      "to a node with another fingerprint",
      () => ["--fingerprint", wrong],
      /another fingerprint than the one given; nothing was sent/,
    ],
    [
      "to one nobody known has signed, without a terminal",
      () => [],
      /nobody is there to ask; nothing was sent/,
    ],
    [
      "where an authority was given that did not sign it",
      () => ["--ca", otherAuthority()],
      /is not trusted here/,
    ],
  ] as const)("%s", async (_, options, said) => {
    const { code, out, err } = await audit(options());
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(said);
    expect(err).not.toContain(token.split("=")[1]);
    expect(received()).toEqual([]);
  });

  it("before a person said yes, and nothing when they say no", async () => {
    const asked: string[] = [];
    const { err } = await audit([], {
      env: { HOME: folder.at("home"), LANEKEEPER_TOKEN: token },
      ask: async (question) => {
        asked.push(question);
        expect(received()).toEqual([]);
        return "no";
      },
    });
    expect(asked.join()).toContain(pve.fingerprint("pve1"));
    expect(err).toMatch(/was not trusted; nothing was sent/);
    expect(received()).toEqual([]);
  });

  it("to a server that speaks no TLS", async () => {
    const heard: string[] = [];
    const server = createServer((socket) => socket.on("data", (data) => heard.push(data.toString("latin1"))));
    await new Promise<void>((up) => server.listen(0, "127.0.0.1", up));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const { code, err } = await runCli(
      ["audit", "--from", `https://127.0.0.1:${port}`, "--fingerprint", wrong],
      { env: { LANEKEEPER_TOKEN: token } },
    );
    server.close();
    expect(code).toBe(2);
    expect(err).toMatch(/no answer within 2 s/);
    expect(heard.join("")).not.toMatch(/PVEAPIToken|GET/);
  });
});

/** A certificate authority that signed nothing of this cluster. */
function otherAuthority(): string {
  return folder.put("other.pem", otherCa);
}
let otherCa = "";
beforeAll(async () => {
  const other = await startSimulatedPve({ snapshot: smallCluster });
  otherCa = other.ca;
  await other.stop();
});

describe("is trusted", () => {
  it("by the fingerprint a person accepted, and the next time without asking", async () => {
    const home = { HOME: folder.at("home"), LANEKEEPER_TOKEN: token };
    const first = await audit(["--format", "json"], { env: home, ask: async () => "yes" });
    expect(first.err).toBe("");
    const second = await audit(["--format", "json"], { env: home });
    expect({ err: second.err, code: second.code }).toEqual({ err: "", code: first.code });
    expect(received().every(({ node }) => node === "pve1")).toBe(true);
  });

  it("by the authority that signed it; then other nodes are asked directly", async () => {
    const { err } = await audit(["--ca", folder.put("ca.pem", pve.ca), "--format", "json"]);
    expect(err).toBe("");
    const nodes = new Set(received().map(({ node }) => node));
    expect(nodes).toEqual(new Set(["pve1", "pve2"]));
    expect(received().filter(({ node, path }) => node === "pve1" && path.startsWith("/nodes/pve2/"))).toEqual(
      [],
    );
  });

  it("by pins: a node without its own is asked through the entry node only", async () => {
    await audit(["--fingerprint", pve.fingerprint("pve1"), "--format", "json"]);
    expect(new Set(received().map(({ node }) => node))).toEqual(new Set(["pve1"]));
  });

  it("by pins: a node whose own does not fit is not asked directly, and that is said", async () => {
    const { out } = await audit([
      "--fingerprint",
      pve.fingerprint("pve1"),
      "--fingerprint",
      `pve2=${wrong}`,
      "--format",
      "json",
    ]);
    expect(new Set(received().map(({ node }) => node))).toEqual(new Set(["pve1"]));
    expect(out).toMatch(/not asked directly: the certificate of 127\.0\.0\.2:\d+ has another fingerprint/);
  });
});

it("a certificate that changes while it is read costs facts, and the token goes nowhere else", async () => {
  const own = await startSimulatedPve({ snapshot: smallCluster });
  own.fault({
    on: { path: "/cluster/resources", times: 1 },
    effect: { kind: "change", change: () => void own.renewCertificate("pve1") },
  });
  const { code, out, err } = await runCli(
    ["audit", "--from", own.url("pve1"), "--fingerprint", own.fingerprint("pve1"), "--format", "json"],
    { env: { LANEKEEPER_TOKEN: own.token() } },
  );
  await own.stop();
  expect([0, 1, 2]).toContain(code);
  expect(`${out}${err}`).not.toMatch(/at .*\.ts:\d+/);
});

describe("a redirect", () => {
  it("is not followed", async () => {
    const other = await startSimulatedPve({ snapshot: smallCluster });
    const undo = pve.fault({
      effect: { kind: "status", status: 301, reason: `Moved to ${other.url("pve1")}` },
    });
    const { code, err } = await audit(["--fingerprint", pve.fingerprint("pve1")]);
    undo();
    expect(other.requests).toEqual([]);
    await other.stop();
    expect(code).toBe(2);
    expect(err).toMatch(/answers 301 to \/version/);
  });
});

describe("a password", () => {
  it("is changed for a ticket once, and again when that has run out", async () => {
    pve.user("auditor@pve", "correct horse");
    const undo = pve.fault({
      on: { path: "/cluster/resources", times: 1 },
      effect: { kind: "change", change: () => pve.expireTickets() },
    });
    const { code, err, out } = await audit(
      ["--user", "auditor@pve", "--fingerprint", pve.fingerprint("pve1"), "--format", "json"],
      { env: {}, askSecret: async () => "correct horse" },
    );
    undo();
    expect({ err, code }).toEqual({ err: "", code: expect.any(Number) });
    expect(JSON.parse(out)).toMatchObject({ unreadableFiles: [] });
    expect(received().filter(({ path }) => path === "/access/ticket").length).toBe(2);
  });

  it("that is wrong is refused with one line that does not hold it", async () => {
    const { code, err } = await audit(["--user", "auditor@pve", "--fingerprint", pve.fingerprint("pve1")], {
      env: {},
      askSecret: async () => "wrong horse",
    });
    expect(code).toBe(2);
    expect(err).toMatch(/auditor@pve may not log in/);
    expect(err).not.toContain("horse");
  });
});
