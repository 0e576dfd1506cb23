import type { BackupConfigView, BackupView } from "@/lib/contract/backups";
import { isOwn } from "@/lib/core/backups/backup";
import { MISSED_MS } from "@/lib/core/backups/schedule";
import type { Tone } from "../ui/status";

const METHODS: Record<BackupView["method"], string> = {
  periodic: "By the schedule",
  manual: "By hand",
  last: "Before the removal",
  "before-restore": "Before a restore",
  uploaded: "Uploaded file",
};

/** Why it was taken, in a few words. */
export const methodWords = ({ method }: BackupView): string => METHODS[method];

const STATUSES: Record<BackupView["status"], { tone: Tone; word: string }> = {
  scheduled: { tone: "progress", word: "Waiting" },
  running: { tone: "progress", word: "Being taken" },
  done: { tone: "success", word: "Proven" },
  error: { tone: "danger", word: "Failed" },
};

/** How a backup's state looks. */
export const statusLook = ({ status }: BackupView): { tone: Tone; word: string } => STATUSES[status];

/** True while it is being taken. */
export const isUnfinished = ({ status }: BackupView): boolean =>
  status === "scheduled" || status === "running";

/** "database 0: 12,000, database 3: 5"; null where all keys are in one. */
export function keysWords(keysByDatabase: Readonly<Record<string, number>> | null): string | null {
  const counts = Object.entries(keysByDatabase ?? {}).filter(([, keys]) => keys > 0);
  if (counts.length < 2) return null;
  return counts.map(([number, keys]) => `database ${number}: ${keys.toLocaleString("en")}`).join(", ");
}

/** How well a database is backed up. `at` is the time that the words end with, or begin at. */
export type BackupHealth =
  | { state: "proven"; at: string }
  | { state: "missed"; at: string }
  | { state: "failed"; error: string; at: string | null }
  | { state: "none"; at: string | null }
  | { state: "off"; at: string | null }
  | { state: "not-included" };

/** What matters most of its own ones: that there are none, that the newest failed, that the last good one is too old. */
export function backupHealth(
  config: BackupConfigView,
  backups: readonly BackupView[],
  nowMs: number,
): BackupHealth {
  const { isIncluded, isOn, lastProvenAt, nextAt } = config;
  if (!isIncluded) return { state: "not-included" };
  const newest = backups.find((backup) => isOwn(backup) && !isUnfinished(backup));
  if (newest?.status === "error")
    return { state: "failed", error: newest.error ?? "It is not known why.", at: lastProvenAt };
  if (!isOn) return { state: "off", at: lastProvenAt };
  if (!lastProvenAt) return { state: "none", at: nextAt };
  if (nowMs - Date.parse(lastProvenAt) > MISSED_MS) return { state: "missed", at: lastProvenAt };
  return { state: "proven", at: lastProvenAt };
}

/** The manual one that goes when another is made; null while there is room. */
export function nextToGo(
  { manual, manualMax }: BackupConfigView,
  backups: readonly BackupView[],
): BackupView | null {
  if (manual < manualMax) return null;
  return backups.findLast(({ method, status }) => method === "manual" && status === "done") ?? null;
}
