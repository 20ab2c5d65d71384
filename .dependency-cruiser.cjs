/** The arrows between rooms. Each rule says why; `npm run arrows` fails on the first that is broken. */
const rooms = ["model", "policy", "connect", "collect", "resolve", "rules", "audit", "decide", "plan", "apply", "report", "cli"];
const test = "\\.test\\.ts$";

/** A room may import itself, the rooms named, and npm packages; everything else of ours is forbidden. */
function room(name, may, comment) {
  const allowed = [name, ...may].join("|");
  const forbidden = rooms.filter((other) => other !== name && !may.includes(other));
  return {
    name: `${name}-imports-only-${may.join("-") || "itself"}`,
    severity: "error",
    comment,
    from: { path: `^src/${name}/`, pathNot: test },
    to: { path: [`^src/(${forbidden.join("|")})/`, "^src/index\\.ts$", "^test/", "^scripts/"], pathNot: `^src/(${allowed})/` },
  };
}

function pure(name, comment) {
  return {
    name: `${name}-touches-nothing`,
    severity: "error",
    comment,
    from: { path: `^src/${name}/`, pathNot: test },
    to: { dependencyTypes: ["core"] },
  };
}

module.exports = {
  forbidden: [
    room("model", [], "The nouns are what every room shares; if they knew a room, every room would know it."),
    room("policy", ["model"], "A policy file says what a site decides; what comes of it is for the rooms that judge."),
    room("connect", ["model"], "Reaching a machine knows nothing of what is read there, so that every reader can use it."),
    room("apply", ["model", "connect"], "What writes to a cluster carries out a plan as it is; if it could judge or plan, it could write what nobody has read."),
    room("collect", ["model", "connect"], "A source only makes snapshots; if it judged, a judgement would depend on how the facts came."),
    room("resolve", ["model"], "What is in force follows from the snapshot alone, so that a file and a live cluster give the same answer."),
    room("rules", ["model", "resolve"], "A rule sees resolved values only: no source, no output, no configuration of its own."),
    room("audit", ["model", "resolve", "rules"], "Running rules needs no source and no output, so that every door judges alike."),
    room("decide", ["model"], "What a new guest should look like follows from the policy and the place; whether it passes is for the audit."),
    room("plan", ["model"], "A plan is made of findings and typed changes; whether it helps, another audit says, which src/narrator asks for."),
    room("report", ["model"], "A report shows what was found and cannot find anything itself."),
    {
      name: "cli-imports-only-index-and-model",
      severity: "error",
      comment: "A door is a client of src/index.ts like any other, which keeps the public surface honest.",
      from: { path: "^src/cli/", pathNot: test },
      to: { path: "^src/(policy|connect|collect|resolve|rules|audit|decide|plan|apply|narrator|report)/" },
    },
    ...["model", "policy", "resolve", "rules", "audit", "decide", "plan", "report"].map((name) =>
      pure(name, `${name} gets time and files handed in: the same input gives the same answer, in a browser too.`),
    ),
    {
      name: "rules-do-not-import-rules",
      severity: "error",
      comment: "A rule that leans on another one's verdict cannot be read, waived or tested alone; shared parts lie beside the folders.",
      from: { path: "^src/rules/(drive|guest|volume)/([^/.]+)[^/]*\\.ts$", pathNot: test },
      to: { path: "^src/rules/(drive|guest|volume)/", pathNot: "^src/rules/$1/$2[.-]?[^/]*\\.ts$" },
    },
    {
      name: "only-index-tells-stories",
      severity: "error",
      comment: "What takes several rooms (decide, predict, audit) is told in src/narrator, and handed out by src/index.ts alone.",
      from: { path: "^src/(?!index\\.ts$|narrator/)", pathNot: test },
      to: { path: "^src/narrator/" },
    },
    {
      name: "nobody-imports-doors",
      severity: "error",
      comment: "Nothing may depend on the command line; what two doors need belongs to src/index.ts.",
      from: { path: "^src/(?!cli/)" },
      to: { path: "^src/cli/" },
    },
    {
      name: "no-cycles",
      severity: "error",
      comment: "Two files that need each other are one file, or lack a third.",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "product-needs-no-test",
      severity: "error",
      comment: "What is shipped must not lean on tests, scripts or development tools.",
      from: { path: "^src/", pathNot: test },
      to: { path: "^(test|scripts|bench)/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { extensions: [".ts", ".js", ".mjs", ".json"], exportsFields: ["exports"], conditionNames: ["import", "node", "default"] },
  },
};
