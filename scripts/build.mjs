import { readFileSync } from "node:fs";
import { build } from "esbuild";

/**
 * dist/lanekeeper.cjs: the whole CLI in one file without runtime dependencies. CommonJS, because node starts it sooner
 * than a module: `--version` costs 1.2 bare node starts instead of 1.4.
 */
const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const declared = readFileSync(new URL("../src/cli/version.ts", import.meta.url), "utf8");
if (!declared.includes(`"${version}"`)) throw new Error(`src/cli/version.ts does not say ${version}`);

await build({
  entryPoints: [new URL("../src/cli/main.ts", import.meta.url).pathname],
  outfile: new URL("../dist/lanekeeper.cjs", import.meta.url).pathname,
  bundle: true,
  platform: "node",
  target: "node20.19",
  format: "cjs",
  minify: true,
  legalComments: "none",
  banner: {
    js: '#!/usr/bin/env node\nconst __url = require("node:url").pathToFileURL(__filename).href;',
  },
  define: { "import.meta.url": "__url" },
  logLevel: "warning",
});
