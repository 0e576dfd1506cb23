import "server-only";

/** What of so many bytes is asked for: all of it, a part (`from` included, `to` left out), or nothing that there is. */
type AskedRange =
  | { kind: "whole" }
  | { kind: "part"; range: { from: number; to: number } }
  | { kind: "unsatisfiable" };

const WHOLE: AskedRange = { kind: "whole" };

/**
 * Reads a `Range` header. One that is not understood, or asks for several parts, is answered with the whole, as every server may.
 * @source https://www.rfc-editor.org/rfc/rfc9110#section-14.2
 */
export function askedRange(header: string | undefined, bytes: number): AskedRange {
  const [, first = "", last = ""] = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/i.exec(header ?? "") ?? [];
  if (first === "" && last === "") return WHOLE;
  const from = first === "" ? Math.max(0, bytes - Number(last)) : Number(first);
  const to = first === "" || last === "" ? bytes : Math.min(bytes, Number(last) + 1);
  if (first !== "" && last !== "" && Number(last) < Number(first)) return WHOLE;
  return from < to ? { kind: "part", range: { from, to } } : { kind: "unsatisfiable" };
}
