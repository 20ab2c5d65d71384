/** Deeper than any bundle or output of a command. */
const deepest = 200;

/** Parses JSON that may come from anywhere. Throws an Error whose message is a reason, and quotes nothing of the text. */
export function parseJson(text: string): unknown {
  if (depthExceeds(text, deepest)) throw new Error("is nested too deeply");
  try {
    return JSON.parse(text);
  } catch {
    const looksCut = /^\s*[{[]/.test(text) && !/[}\]]\s*$/.test(text.slice(-100));
    throw new Error(looksCut ? "is cut off" : "is not JSON");
  }
}

const quote = 34;
const backslash = 92;

/** One pass over the text, before any of it takes memory. Brackets within strings do not count. */
function depthExceeds(text: string, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === backslash) index++;
      else if (code === quote) inString = false;
    } else if (code === quote) inString = true;
    else if (code === 91 || code === 123) {
      if (++depth > limit) return true;
    } else if (code === 93 || code === 125) depth--;
  }
  return false;
}
