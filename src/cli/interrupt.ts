import process from "node:process";

/**
 * Until the function it returns is called, Ctrl-C tidies up and ends the program with 130, as shells expect. While a file
 * is written, that waits for the end of the writing: a file is there whole or not at all.
 */
export function onInterrupt(tidy: () => void): () => void {
  const stop = (): void => {
    tidy();
    process.exit(130);
  };
  process.once("SIGINT", stop);
  return () => void process.off("SIGINT", stop);
}
