import type { z } from "zod";
import type { ApiBackupConfig, ApiKeptBackups } from "@/lib/contract/api/backups";
import type { Backup } from "../backup";
import type { Colour } from "../colour";
import { hourWords } from "../hour";
import { facts, table } from "./table";

type Config = z.infer<typeof ApiBackupConfig>;
type Kept = z.infer<typeof ApiKeptBackups>;

const COLUMNS = ["ID", "CREATED AT", "SIZE", "STATUS"].map((header) => ({ header }));
const UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** A size in thousands, as scripts know it: "143 kB", "1.4 GB". */
export function humanSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const shown = Math.round(value * 10) / 10;
  return `${unit > 0 && shown < 10 ? shown.toFixed(1) : shown.toFixed(0)} ${UNITS[unit]}`;
}

/** RFC 1123 with its zone as a number: "Fri, 02 Jan 2026 01:00:10 +0000". */
export const dateWords = (at: string): string => new Date(at).toUTCString().replace("GMT", "+0000");

function statusWords({ status }: Backup, colour: Colour): string {
  const paint = { done: colour.green, error: colour.red, running: colour.yellow, scheduled: colour.dim }[
    status
  ];
  return paint(status);
}

const cellsOf = (backup: Backup, colour: Colour): string[] => [
  backup.id,
  dateWords(backup.created_at),
  humanSize(backup.bytes ?? 0),
  statusWords(backup, colour),
];

/** Backups of a database. */
export const backupTable = (backups: readonly Backup[], colour: Colour): string[] =>
  table(
    COLUMNS,
    backups.map((backup) => cellsOf(backup, colour)),
  );

/** Backups of removed addons, each with whose it was. */
export const keptTable = (kept: readonly Kept[], colour: Colour): string[] =>
  table(
    [{ header: "ADDON" }, ...COLUMNS],
    kept.flatMap(({ resource_id, backups }) =>
      backups.map((backup) => [resource_id, ...cellsOf(backup, colour)]),
    ),
  );

/** When and where to a database is backed up. */
export const configFacts = (config: Config): string[] =>
  facts([
    ["Periodic backups", stateWords(config)],
    ["Next", config.next_at === null ? "none" : dateWords(config.next_at)],
    ["Last proven", config.last_proven_at === null ? "none yet" : dateWords(config.last_proven_at)],
    ["Manual backups", `${config.manual} of ${config.manual_max}`],
    ["Storages", config.storages.join(", ") || "none"],
  ]);

function stateWords({ is_included, is_on, hour_utc }: Config): string {
  if (!is_included) return "not part of the plan";
  return is_on ? `daily at ${hourWords(hour_utc)}` : "disabled";
}

/** What a restore would replace by what. */
export const previewFacts = (
  backup: Backup,
  present: { keys: number; used_memory_bytes: number; version: string } | null,
): string[] =>
  table(
    ["", "BACKUP", "NOW"].map((header) => ({ header })),
    [
      ["Taken", dateWords(backup.created_at), ""],
      [
        "Keys",
        backup.keys === null ? "unknown" : String(backup.keys),
        present ? String(present.keys) : "gone",
      ],
      ["Size", humanSize(backup.dump_bytes ?? 0), present ? humanSize(present.used_memory_bytes) : ""],
      ["Version", backup.version, present?.version ?? ""],
    ],
  );

/** How far a transfer is. */
export const transferLine = (done: number, total: number | null): string =>
  total === null
    ? `  ...     ${humanSize(done)}`
    : `  ...     ${humanSize(done)} of ${humanSize(total)} (${total === 0 ? 100 : Math.floor((100 * done) / total)}%)`;
