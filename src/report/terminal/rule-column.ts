/** The settings of a drive as the tables name them. */
export const settingColumns = ["cache", "aio", "discard", "iothread", "ssd"] as const;
export type SettingColumn = (typeof settingColumns)[number];

/** Where in a drive's row a finding belongs. */
export type DriveColumn = SettingColumn | "drive" | "storage";

/** Names that do not begin with the setting they speak of. */
const columnOfName: Readonly<Record<string, DriveColumn>> = {
  "writeback-not-earned": "cache",
  "odirect-on-dataset-file": "cache",
  "storage-unusable": "storage",
};

/** A drive rule is named after what it looks at: `drive/aio-threads` is about aio. */
export function columnOf(rule: string): DriveColumn {
  const name = shortName(rule);
  return columnOfName[name] ?? settingColumns.find((column) => name.startsWith(`${column}-`)) ?? "drive";
}

/** `aio-native-blocks` */
export function shortName(rule: string): string {
  return rule.slice(rule.indexOf("/") + 1);
}
