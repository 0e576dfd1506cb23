import { hasReason } from "../core/errors";
import type { Alone, Subject } from "../core/events/upkeep";
import { transaction } from "../db/client";
import { insertEvent } from "../db/events";
import { describeError, log } from "./log";

/** So many failures in a row are no hiccup: people are told, once. */
const TOLD_AT = 3;
/** Without these nothing can be done for anybody: the round ends. */
const COMMON_REASONS = ["records_unreachable", "engine_unreachable"] as const;

/** Work on one thing of many whose failure stops none of the others. Counts failures in a row, each kind of work for itself. */
export function aloneKeeper(): Alone {
  const failures = new Map<string, number>();
  return async (subject, work) => {
    const key = `${subject.work} ${subject.id}`;
    try {
      await work();
      failures.delete(key);
    } catch (error) {
      if (hasReason(error, ...COMMON_REASONS)) throw error;
      const count = (failures.get(key) ?? 0) + 1;
      failures.set(key, count);
      const level = count < TOLD_AT ? "warn" : "error";
      log[level]("upkeep.failed", { ...subject, count, error: describeError(error) });
      if (count === TOLD_AT) await tellPeople(subject, error);
    }
  };
}

/** A line of the app's timeline; what belongs to no app stays in the log. */
async function tellPeople(subject: Subject, error: unknown): Promise<void> {
  const { appId, databaseId, name } = subject;
  if (appId === null) return;
  const reason = error instanceof Error ? error.message : String(error);
  const data = { work: subject.work, name, reason };
  const about = { appId, databaseId, operationId: null, actorId: null };
  await transaction((tx) => insertEvent(tx, about, { type: "upkeep_failed", data })).catch((cause: unknown) =>
    log.warn("upkeep.not_told", { ...subject, error: describeError(cause) }),
  );
}
