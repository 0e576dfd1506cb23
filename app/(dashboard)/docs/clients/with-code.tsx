/** Text in which `this` is code. */
export function WithCode({ text }: { text: string }) {
  const parts = text.split("`").map((part, place) => ({ part, place }));
  return parts.map(({ part, place }) =>
    place % 2 === 0 ? (
      part
    ) : (
      <code key={place} className="font-mono text-xs wrap-anywhere">
        {part}
      </code>
    ),
  );
}
