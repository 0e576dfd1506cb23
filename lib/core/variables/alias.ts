/** The name that a value stands for when it is `$NAME` and nothing else, perhaps of no variable; null for a value of its own, and for itself. */
export function aliasTarget(name: string, value: string): string | null {
  const target = /^\$([A-Za-z0-9_]{1,64})$/.exec(value)?.[1];
  return target === undefined || target === name ? null : target;
}
