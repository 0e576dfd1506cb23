import { randomUUID } from "node:crypto";
import { DomainError, hasReason } from "../../core/errors";
import { withoutLastLines } from "../../core/operations/last-lines";
import { decideWave, type WaveDatabase, type WavePart } from "../../core/waves/wave";
import type { Asker } from "../../db/waves";
import { type Context, type Ports, personActor } from "../context";
import { isWaitedFor, stopWaiting } from "./patience";

/** Work that is done to many databases, so many at once, as its records have it now. */
export type Wave = {
  id: string;
  now: Date;
  atOnce: number;
  /** In whose name it goes on: an administrator. */
  actor: Asker | null;
  /** Past participle of what is done, for its reasons: "moved". */
  done: string;
  parts: readonly WavePart[];
  databases: readonly WaveDatabase[];
  begin: (ctx: Context, resourceId: string) => Promise<void>;
  fail: (reason: string) => Promise<void>;
  finish: () => Promise<void>;
};

/** What passes by itself: somebody else works on the database, has just removed it or done the same by hand, or another worker was first. */
const PASSES: readonly string[] = [
  "operation_running",
  "app_being_deleted",
  "not_running",
  "maintenance_scheduled",
  "wave_full",
  "unchanged",
  "not_later",
];

/** It may be starting again: a database, or the way to the engines of other hosts. */
const isAway = (error: DomainError): boolean =>
  error.code === "unavailable" || hasReason(error, "no_host_ready");

/** Another worker was first, or it has ended. */
export const waveFull = () =>
  new DomainError("conflict", "wave_full", "It has ended, or as many as may be are under way.");

/** Begins what comes next, or ends it. Safe at any time, and by several workers at once. */
export async function goOn(ports: Ports, wave: Wave): Promise<void> {
  const step = decideWave(wave);
  switch (step.do) {
    case "wait":
      return;
    case "fail":
      return wave.fail(withoutLastLines(step.reason));
    case "begin":
      for (const resourceId of step.resourceIds) if (!(await begin(ports, wave, resourceId))) return;
      return;
    case "end":
      return wave.finish();
  }
}

/** False where that has ended the wave. */
async function begin(ports: Ports, wave: Wave, resourceId: string): Promise<boolean> {
  const { actor, done, now } = wave;
  const key = `${wave.id} ${resourceId}`;
  if (!actor?.isAdmin) {
    await wave.fail("Whoever asked for it is no administrator any more.");
    return false;
  }
  const ctx = { ...ports, requestId: randomUUID(), actor: personActor(actor, null), address: null };
  try {
    await wave.begin(ctx, resourceId);
    stopWaiting(key);
    return true;
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === "internal") throw error;
    if (isAway(error) && isWaitedFor(key, now)) return true;
    stopWaiting(key);
    if (PASSES.includes(error.reason)) return true;
    await wave.fail(`${resourceId} could not be ${done}: ${error.message}`);
    return false;
  }
}
