const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Undoes the percent encoding of descriptions; bytes that are no UTF-8 become U+FFFD (pve-common Tools.pm decode_text). */
export function decodePercent(text: string): string {
  if (!text.includes("%")) return text;
  return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => {
    const bytes = run
      .slice(1)
      .split("%")
      .map((hex) => Number.parseInt(hex, 16));
    return decoder.decode(Uint8Array.from(bytes));
  });
}
