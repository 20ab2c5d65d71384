/**
 * Whether a text is what a pattern names: `*` stands for anything, `?` for one character, case does not matter. No
 * regular expression: `a*a*a*b` from a policy file must not take for ever.
 */
export function globMatches(pattern: string, text: string): boolean {
  const wanted = pattern.toLowerCase();
  const given = text.toLowerCase();
  let at = 0;
  let next = 0;
  let star = -1;
  let resume = 0;
  while (at < given.length) {
    if (wanted[next] === "*") {
      star = next++;
      resume = at;
    } else if (next < wanted.length && (wanted[next] === "?" || wanted[next] === given[at])) {
      next++;
      at++;
    } else if (star >= 0) {
      // The last star takes one character more.
      next = star + 1;
      at = ++resume;
    } else return false;
  }
  while (wanted[next] === "*") next++;
  return next === wanted.length;
}

/** Whether a pattern names more than one thing, or could. */
export function isGlob(pattern: string): boolean {
  return /[*?]/.test(pattern);
}
