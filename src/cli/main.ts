import { argv, stdout } from "node:process";
import { version } from "./version.ts";

// `--version` is answered before any library is evaluated: scripts ask it often, and it should cost a bare node start.
if (argv.length === 3 && (argv[2] === "--version" || argv[2] === "-V")) {
  stdout.write(`${version}\n`);
} else {
  void import("./program.ts").then(({ run }) => run(argv.slice(2)));
}
