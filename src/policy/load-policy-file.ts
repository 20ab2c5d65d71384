import { type PolicyContext, type PolicyReading, readPolicyFile } from "./read-policy-file.ts";

/** As `readPolicyFile`, for files that may have own rules: CEL is loaded for the first of them, and else never. */
export async function loadPolicyFile(
  text: string,
  path: string,
  context: Omit<PolicyContext, "compileRule">,
): Promise<PolicyReading> {
  let asked = false;
  const reading = readPolicyFile(text, path, {
    ...context,
    compileRule: () => {
      asked = true;
      return { flaws: [] };
    },
  });
  if (!asked) return reading;
  const { compileOwnRule } = await import("./own-rules/compile.ts");
  return readPolicyFile(text, path, { ...context, compileRule: compileOwnRule });
}
