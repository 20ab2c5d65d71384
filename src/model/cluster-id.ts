/** Tells clusters apart: the name, then the nodes, sorted. */
export function clusterId(name: string, nodes: readonly string[]): string {
  return [name, ...[...nodes].sort()].join(" ");
}
