/** The property strings of every guest option that is no drive, by the option's name. */
export * from "./device-formats.ts";
export * from "./system-formats.ts";
