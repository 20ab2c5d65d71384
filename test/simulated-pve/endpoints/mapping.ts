import { readSectionConfig } from "../../../src/model/syntax/section-config.ts";
import { data, type Json } from "../reply.ts";
import { type Call, may, type Route } from "../route.ts";
import { digestOf } from "./guest-values.ts";

const kinds = [
  ["pci", "mapping/pci.cfg", 8],
  ["usb", "mapping/usb.cfg", 8],
  ["dir", "mapping/directory.cfg", 8.4],
] as const;

/** Resource mappings: since 8.0, of directories since 8.4 (pve-manager API2/Cluster/Mapping). */
export const mappingRoutes: readonly Route[] = kinds.map(([kind, file, since]) => ({
  method: "GET",
  path: `/cluster/mapping/${kind}`,
  params: { "check-node": "text" },
  since,
  answer: (call) => data(mappings(call, kind, file)),
}));

function mappings(call: Call, kind: string, file: string): Json {
  const text = call.state.files.get(file) ?? "";
  const { sections } = readSectionConfig(text, { untyped: true, repeatable: new Set(["map"]) });
  return sections
    .filter(({ id }) => may(call, `/mapping/${kind}/${id}`, "Mapping.Modify", "Mapping.Use", "Mapping.Audit"))
    .map(({ id, attributes }) => {
      const others = attributes.filter(({ key }) => key !== "map");
      const row = others.map(({ key, value = "1" }) => [key, /^[01]$/.test(value) ? Number(value) : value]);
      const map = attributes.filter(({ key }) => key === "map").map(({ value = "" }) => value);
      return { id, type: kind, ...Object.fromEntries(row), map, digest: digestOf(text) };
    });
}
