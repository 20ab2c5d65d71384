/** The few ASN.1 values a certificate is made of, in DER (X.690). */

function value(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), length(content.length), content]);
}

function length(bytes: number): Buffer {
  if (bytes < 128) return Buffer.from([bytes]);
  if (bytes < 256) return Buffer.from([0x81, bytes]);
  return Buffer.from([0x82, bytes >> 8, bytes & 255]);
}

export const sequence = (...items: readonly Uint8Array[]): Buffer => value(0x30, ...items);
export const set = (...items: readonly Uint8Array[]): Buffer => value(0x31, ...items);
/** Big-endian; the first bit must be 0. */
export const integer = (bytes: Uint8Array): Buffer => value(0x02, bytes);
export const truth = (): Buffer => value(0x01, Buffer.from([0xff]));
export const utf8 = (text: string): Buffer => value(0x0c, Buffer.from(text));
export const octets = (content: Uint8Array): Buffer => value(0x04, content);
export const bits = (content: Uint8Array): Buffer => value(0x03, Buffer.from([0]), content);

/** `[n]` around whole values. */
export const explicit = (n: number, ...items: readonly Uint8Array[]): Buffer => value(0xa0 + n, ...items);
/** `[n]` instead of the tag of a plain value. */
export const implicit = (n: number, content: Uint8Array): Buffer => value(0x80 + n, content);

export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return value(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(arc: number): number[] {
  const digits = [arc & 127];
  for (let left = arc >> 7; left > 0; left >>= 7) digits.unshift((left & 127) | 128);
  return digits;
}

export function utcTime(time: Date): Buffer {
  const digits = time.toISOString().replace(/\D/g, "").slice(2, 14);
  return value(0x17, Buffer.from(`${digits}Z`));
}
