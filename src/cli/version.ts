/** Kept equal to package.json by the build and a test. */
export const version = "0.1.0";

export const tool = { name: "lanekeeper", version } as const;
