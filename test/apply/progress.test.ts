import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { progressLine } from "../../src/cli/progress.ts";
import { bufferStreams } from "../support/buffer-streams.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

it("says on a terminal which step is written, of how many, and for how long", () => {
  const { streams, written } = bufferStreams({ terminal: { columns: 80, rows: 24 } });
  const progress = progressLine(streams, "writing");
  progress.show("101-scsi0", 0, 300);
  expect(written.err).toBe("");
  vi.setSystemTime(34_000);
  progress.show("104-scsi0", 12, 300);
  expect(written.err).toBe("\r\u001b[2Kwriting 104-scsi0: 12 of 300, 34 s");
  progress.clear();
  expect(written.err.endsWith("34 s\r\u001b[2K")).toBe(true);
});

it("says nothing in a pipe", () => {
  const { streams, written } = bufferStreams();
  const progress = progressLine(streams, "writing");
  vi.setSystemTime(34_000);
  progress.show("101-scsi0", 0, 300);
  progress.clear();
  expect(written.err).toBe("");
});
