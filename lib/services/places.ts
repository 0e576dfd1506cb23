/**
 * So many places for each key, in this process. Taking one answers what gives it back, which is safe to repeat; null when all are taken.
 */
export function newPlaces(max: number): (key: string) => (() => void) | null {
  const taken = new Map<string, number>();
  return (key) => {
    const before = taken.get(key) ?? 0;
    if (before >= max) return null;
    taken.set(key, before + 1);
    let isGiven = false;
    return () => {
      if (isGiven) return;
      isGiven = true;
      const left = (taken.get(key) ?? 0) - 1;
      if (left > 0) taken.set(key, left);
      else taken.delete(key);
    };
  };
}
