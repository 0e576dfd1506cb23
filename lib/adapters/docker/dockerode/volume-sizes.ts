import type { EngineApi } from "./api";
import { VolumeSizesAnswer } from "./schemas";

/** The engine walks through all its volumes for an answer: one a minute serves every database. */
const FRESH_MS = 60_000;

/**
 * Sizes that the engine itself measures, for volumes whose files cannot be read from here; null for one that it does not know. It adds up
 * lengths of files, not the space that they take.
 */
export function volumeSizes(api: EngineApi): (name: string) => Promise<number | null> {
  let asked: { atMs: number; answer: Promise<Map<string, number>> } | undefined;
  const ask = async () => {
    // Engines before API 1.42 know no `type` and answer with everything; those from 1.53 on name each volume only when `verbose`.
    const call = { method: "GET", path: "/system/df", query: { type: "volume", verbose: true } } as const;
    const volumes = await api.ask(call, VolumeSizesAnswer);
    return new Map(volumes.flatMap(({ Name, UsageData }) => (UsageData ? [[Name, UsageData.Size]] : [])));
  };
  return async (name) => {
    if (!asked || Date.now() - asked.atMs > FRESH_MS) asked = { atMs: Date.now(), answer: ask() };
    const bytes = (await asked.answer).get(name);
    // It says -1 where it cannot tell.
    return bytes === undefined || bytes < 0 ? null : bytes;
  };
}
