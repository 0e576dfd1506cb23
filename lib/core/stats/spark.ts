/**
 * A line through the values from left to right, as an SVG path that fills the size between the least and the most of them; a gap lifts
 * the pen. Empty when nothing is known.
 */
export function sparkPath(
  values: readonly (number | null)[],
  { width, height }: { width: number; height: number },
): string {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return "";
  const [least, most] = [Math.min(...known), Math.max(...known)];
  // A value that never moved is drawn in the middle.
  const yOf = (value: number) =>
    most === least ? height / 2 : 1 + ((most - value) / (most - least)) * (height - 2);
  const xOf = (place: number) => (values.length > 1 ? (place / (values.length - 1)) * width : 0);
  return values
    .flatMap((value, place) => {
      if (value === null) return [];
      const pen = values[place - 1] == null ? "M" : "L";
      return `${pen}${xOf(place).toFixed(1)} ${yOf(value).toFixed(1)}`;
    })
    .join("");
}
