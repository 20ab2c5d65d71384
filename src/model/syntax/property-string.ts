/** Which keys a property string can be written without or by another name. */
export interface PropertyGrammar {
  /** The key of a part that has no `=`. */
  readonly defaultKey?: string;
  /** Another name → the key it stands for. */
  readonly aliases: ReadonlyMap<string, string>;
}

/** A part between two commas: joined by commas, the texts give the string back. */
export interface PropertyPart {
  readonly text: string;
  /** As written; undefined: the part has no `=`, its text is the value of the default key. */
  readonly key: string | undefined;
  readonly value: string;
}

const plain: PropertyGrammar = { aliases: new Map() };

/** Splits at commas and each part at its first `=`; nothing is trimmed (pve-common JSONSchema.pm). */
export function propertyParts(text: string): readonly PropertyPart[] {
  if (text === "") return [];
  return text.split(",").map((part) => {
    const equals = part.indexOf("=");
    if (equals < 0) return { text: part, key: undefined, value: part };
    return { text: part, key: part.slice(0, equals), value: part.slice(equals + 1) };
  });
}

/** Proxmox VE skips parts that are empty or blank. */
export function isBlank(part: string): boolean {
  return part === "" || (part.charCodeAt(0) <= 32 && part.trim() === "");
}

/** The key a part sets, aliases resolved; undefined: none, it is blank. */
export function keyOf(part: PropertyPart, grammar: PropertyGrammar): string | undefined {
  if (isBlank(part.text)) return undefined;
  return part.key === undefined ? grammar.defaultKey : (grammar.aliases.get(part.key) ?? part.key);
}

/**
 * Changes the named keys and leaves every other part as it stands, byte for byte and in its place. null removes a key;
 * a key that was not there goes to the end, in sorted order. Throws on a value that no property string can hold.
 */
export function editProperties(
  text: string,
  changes: Readonly<Record<string, string | null>>,
  grammar: PropertyGrammar = plain,
): string {
  const wanted = new Map(Object.entries(changes).map(([key, to]) => [grammar.aliases.get(key) ?? key, to]));
  const placed = new Set<string>();
  const parts: string[] = [];
  for (const part of propertyParts(text)) {
    const key = keyOf(part, grammar);
    const to = key === undefined ? undefined : wanted.get(key);
    if (key === undefined || to === undefined) parts.push(part.text);
    else if (to !== null && !placed.has(key))
      parts.push(writePart(part.key ?? (needsKey(to) ? key : undefined), to));
    if (key !== undefined) placed.add(key);
  }
  const added = [...wanted].filter(([key, to]) => to !== null && !placed.has(key)).sort(byKey);
  const end = 1 + parts.findLastIndex((part) => !isBlank(part));
  parts.splice(end, 0, ...added.map(([key, to]) => writePart(key, to ?? "")));
  return parts.join(",");
}

function byKey(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : 1;
}

/** Without its key, such a value would read as another key or as nothing. */
function needsKey(value: string): boolean {
  return value.includes("=") || isBlank(value);
}

function writePart(key: string | undefined, value: string): string {
  if (value === "" || /[,\r\n]/.test(value))
    throw new Error(`a property cannot hold ${JSON.stringify(value)}`);
  return key === undefined ? value : `${key}=${value}`;
}
