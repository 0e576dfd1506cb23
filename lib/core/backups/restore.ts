import { canBeHighlyAvailable } from "../availability/offer";
import type { Catalog } from "../engines/catalog/release";
import type { Line } from "../engines/catalog/schema";
import type { Engine } from "../engines/engine";
import { ENGINES } from "../engines/engines";
import { canLoad, serverNamed } from "../engines/replication";
import { loads, offeredVersions, VALKEY_FORMAT, versionOf } from "../engines/versions";
import type { Plan } from "../plans/catalog";
import { FILL_MAX } from "../plans/change";
import { formatBytes } from "../units";

/** What a restore is decided by. `usedMemoryBytes` is what the data takes once it is loaded; null where nobody has measured it. */
export type RestoreInput = {
  /** That the backup was taken of. */
  engine: Engine;
  backup: { version: string; isProven: boolean; dumpBytes: number | null; usedMemoryBytes: number | null };
  /** Without an engine it is the backup's. */
  to: { plan: Plan; engine?: Engine; version: string };
  /** Those that can be chosen instead. */
  plans: readonly Plan[];
};

/** Whether a backup can be restored there, or why not and what to do. */
export type RestoreDecision = { allowed: true } | { allowed: false; reason: RestoreRefusal; message: string };

type RestoreRefusal =
  | "backup_not_proven"
  | "version_unknown"
  | "format_unreadable"
  | "field_ttl"
  | "no_failover"
  | "data_too_large";

/** Says whether the backup can be restored into a database of that plan and version, before anything is touched. */
export function decideRestore({ engine, backup, to, plans }: RestoreInput): RestoreDecision {
  if (!backup.isProven)
    return {
      allowed: false,
      reason: "backup_not_proven",
      message: "Only a backup that was read back and loaded once can be restored. Choose one that is done.",
    };
  const reading = canLoad({
    from: serverNamed(engine, backup.version),
    to: serverNamed(to.engine ?? engine, to.version),
  });
  if (!reading.allowed) return reading;
  if (to.plan.isHighlyAvailable) {
    const watching = canBeHighlyAvailable(to.engine ?? engine, to.version);
    if (!watching.allowed) return watching;
  }
  // A dump is never larger than what it becomes, so that it tells at least what can never fit.
  const needBytes = backup.usedMemoryBytes ?? backup.dumpBytes ?? 0;
  if (needBytes <= to.plan.maxMemoryBytes * FILL_MAX) return { allowed: true };
  const larger = plans.find(({ maxMemoryBytes }) => needBytes <= maxMemoryBytes * FILL_MAX);
  const instead = larger ? ` Choose ${larger.id}.` : "";
  return {
    allowed: false,
    reason: "data_too_large",
    message: `The backup holds ${formatBytes(needBytes)} of data, the plan ${to.plan.id} holds ${formatBytes(to.plan.maxMemoryBytes)} and a tenth of it has to be free.${instead}`,
  };
}

const MAGIC = /^(?:REDIS(\d{4})|VALKEY(\d{3}))/;
/** So many bytes of a dump tell its format. */
export const DUMP_MAGIC_BYTES = 9;

/**
 * The oldest version on offer that reads a dump which begins so, whoever wrote it; null when none does, or it is no dump.
 * https://github.com/redis/redis/blob/unstable/src/rdb.h
 */
export function versionForDump(catalog: Catalog, engine: Engine, start: string): string | null {
  const [, redis, valkey] = MAGIC.exec(start) ?? [];
  const format = Number(redis ?? valkey ?? Number.NaN);
  const isValkey = (dataFormat: number) => dataFormat >= VALKEY_FORMAT;
  // Whoever writes the later of two formats of one kind reads the earlier one too.
  const covers = ({ dataFormat }: Line) =>
    dataFormat >= format && isValkey(dataFormat) === (valkey !== undefined);
  const writers = ENGINES.flatMap(({ lines }) => lines).filter(covers);
  return (
    offeredVersions(catalog, engine).find((id) =>
      writers.some((writer) => loads(versionOf(engine, id), writer)),
    ) ?? null
  );
}
