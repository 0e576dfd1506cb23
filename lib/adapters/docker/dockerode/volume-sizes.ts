import { MINUTE_MS, SECOND_MS } from "../../../core/units";
import type { EngineApi } from "./api";
import { VolumeSizesAnswer } from "./schemas";

/** The engine walks through all its volumes for an answer: one a minute serves every database. */
const FRESH_MS = MINUTE_MS;

/** For the sake of a volume that was made since: its database has just begun, and people look at it. */
const FRESH_FOR_NEW_MS = 10 * SECOND_MS;

/** What the engine says where it cannot tell. */
const UNKNOWN = -1;

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
    return new Map(volumes.map(({ Name, UsageData }) => [Name, UsageData?.Size ?? UNKNOWN]));
  };
  return async (name) => {
    const answer = async (freshMs: number) => {
      if (!asked || Date.now() - asked.atMs > freshMs) asked = { atMs: Date.now(), answer: ask() };
      return (await asked.answer).get(name);
    };
    const bytes = (await answer(FRESH_MS)) ?? (await answer(FRESH_FOR_NEW_MS));
    return bytes === undefined || bytes === UNKNOWN ? null : bytes;
  };
}
