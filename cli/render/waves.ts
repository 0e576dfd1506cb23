const isEnded = (status: string): boolean => ["succeeded", "failed", "left-out"].includes(status);

/** "running: 2 moved, 1 being moved", and why it went no further. `done` is what is done: "moved". */
export function waveWords(
  wave: { status: string; reason: string | null },
  parts: readonly { status: string }[],
  done: string,
): string {
  const count = (of: (status: string) => boolean) => parts.filter(({ status }) => of(status)).length;
  const waiting = count((status) => status === "waiting");
  const underWay = count((status) => !isEnded(status)) - waiting;
  const words = [
    `${wave.status}: ${count((status) => status === "succeeded")} ${done}`,
    ...(underWay > 0 ? [`${underWay} being ${done}`] : []),
    ...(waiting > 0 ? [`${waiting} waiting for the window`] : []),
  ].join(", ");
  return wave.reason === null ? words : `${words}. ${wave.reason}`;
}
