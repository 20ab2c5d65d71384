import type { ResolvedNode } from "../model/resolved.ts";

const mib = 2 ** 20;
/** What a guest gets that says nothing (qemu-server, 9.2.6). */
const defaultMemory = 512;

/** Bytes of RAM that the guests of a node may use when all of them run; templates never do. */
export function promisedMemory({ name, cluster }: ResolvedNode): number {
  return cluster.guests
    .filter(({ node, template }) => node === name && !template)
    .reduce((sum, guest) => sum + memoryOf(guest.option("memory")) * mib, 0);
}

/** `4096`, or `current=4096`. */
function memoryOf(written: string | undefined): number {
  const number = Number(/(?:^|current=)(\d+)/.exec(written ?? "")?.[1]);
  return Number.isNaN(number) ? defaultMemory : number;
}
