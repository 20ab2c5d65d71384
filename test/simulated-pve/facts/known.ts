import type { Reading } from "../../../src/model/cluster.ts";

export function known<T>(reading: Reading<T> | undefined): T | undefined {
  return reading !== undefined && "value" in reading ? reading.value : undefined;
}
