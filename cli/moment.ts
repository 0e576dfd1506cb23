const pad = (value: number): string => String(value).padStart(2, "0");

/** "2026/01/08 22:00:00", in the local time. */
export function localMoment(iso: string): string {
  const at = new Date(iso);
  const date = [at.getFullYear(), pad(at.getMonth() + 1), pad(at.getDate())].join("/");
  return `${date} ${[at.getHours(), at.getMinutes(), at.getSeconds()].map(pad).join(":")}`;
}
