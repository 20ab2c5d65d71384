import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const entry = z.object({
  name: z.string(),
  method: z.string(),
  path: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  auth: z.string(),
  status: z.number(),
  status_line: z.string(),
});

/** One request that was made to a real Proxmox VE, and what it answered. */
export type Recording = z.infer<typeof entry> & {
  /** undefined: not kept. */
  readonly body: string | undefined;
};

/** In the order they were made. */
export function readRecordings(folder: string): readonly Recording[] {
  const index = z.array(entry).parse(JSON.parse(readFileSync(join(folder, "_index.json"), "utf8")));
  return index.map((recording) => ({ ...recording, body: bodyOf(folder, recording.name) }));
}

function bodyOf(folder: string, name: string): string | undefined {
  const file = join(folder, `${name}.json`);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
