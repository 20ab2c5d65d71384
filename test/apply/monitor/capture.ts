import { readFileSync } from "node:fs";

interface Capture {
  /** As `GuestState.current` has it. */
  readonly config: ReadonlyMap<string, string>;
  /** By command, as sent. */
  readonly answers: ReadonlyMap<string, string>;
}

/** One of the files beside this one. */
export function capture(name: string): Capture {
  const text = readFileSync(new URL(`${name}.txt`, import.meta.url), "utf8");
  const parts = new Map(
    text
      .split(/^## /m)
      .slice(1)
      .map((part) => {
        const end = part.indexOf("\n");
        return [part.slice(0, end), part.slice(end + 1).trimEnd()] as const;
      }),
  );
  const config = (parts.get("config") ?? "").split("\n").map((line) => {
    const [key = "", value = ""] = line.split(": ");
    return [key, value] as const;
  });
  const answers = [...parts]
    .filter(([title]) => title.startsWith("info "))
    .map(([title, body]) => [title, body.replaceAll("\n", "\r\n")] as const);
  return { config: new Map(config), answers: new Map(answers) };
}
