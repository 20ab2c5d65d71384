const address = /^(?:[0-9a-f]{4}:)?[0-9a-f]{2}:[0-9a-f]{2}(?:\.[0-7])?$/i;

/** `0000:81:00.0`, `81:00`: a PCI device of a node rather than the id of a mapping (qemu-server PCI.pm, 9.2.6). */
export function isPciAddress(text: string): boolean {
  return address.test(text);
}
