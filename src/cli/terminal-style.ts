import type { Style } from "../index.ts";
import type { StyleOptions } from "./options.ts";
import type { Streams } from "./streams.ts";

/** Columns of a pipe, when COLUMNS does not say. */
const pipeColumns = 100;

/** What the terminal can show. NO_COLOR, FORCE_COLOR and COLUMNS are honoured; a pipe gets no colour. */
export function styleOf(options: StyleOptions, { env, terminal }: Streams): Style {
  const columns = Number.parseInt(env["COLUMNS"] ?? "", 10);
  return {
    columns: Math.max(40, terminal?.columns ?? (Number.isNaN(columns) ? pipeColumns : columns)),
    ascii: options.ascii === true || !showsUnicode(env),
    colour: wantsColour(options.color, env, terminal !== undefined) ? depthOf(env) : "none",
    ...(terminal === undefined ? {} : { rows: terminal.rows }),
  };
}

type Environment = Streams["env"];

function showsUnicode(env: Environment): boolean {
  // The node's own console and dumb terminals lack several of the signs.
  if (env["TERM"] === "linux" || env["TERM"] === "dumb") return false;
  const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || "";
  return locale === "" ? env["TERM"] === undefined : /utf-?8/i.test(locale);
}

function wantsColour(when: StyleOptions["color"], env: Environment, isTerminal: boolean): boolean {
  if (when !== "auto") return when === "always";
  if (env["NO_COLOR"] !== undefined && env["NO_COLOR"] !== "") return false;
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  return isTerminal && env["TERM"] !== "dumb";
}

function depthOf(env: Environment): Style["colour"] {
  return /256|truecolor|24bit/.test(`${env["TERM"] ?? ""} ${env["COLORTERM"] ?? ""}`) ? "256" : "16";
}
