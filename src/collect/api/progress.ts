/** What is being read, for people who wait: `guests`, 120 of 400. */
export type Progress = (what: string, done: number, of: number) => void;
