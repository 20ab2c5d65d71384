import { readFileSync } from "node:fs";
import { build } from "esbuild";

/** dist/lanekeeper.js: the whole CLI in one file without runtime dependencies. */
const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const declared = readFileSync(new URL("../src/cli/version.ts", import.meta.url), "utf8");
if (!declared.includes(`"${version}"`)) throw new Error(`src/cli/version.ts does not say ${version}`);

await build({
  entryPoints: [new URL("../src/cli/main.ts", import.meta.url).pathname],
  outfile: new URL("../dist/lanekeeper.js", import.meta.url).pathname,
  bundle: true,
  platform: "node",
  target: "node20.19",
  format: "esm",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  // commander is CommonJS and asks for node's own modules with require
  banner: {
    js: '#!/usr/bin/env node\nimport { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
  logLevel: "warning",
});
