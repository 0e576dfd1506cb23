import type { AuditEntry, AuditFilter } from "../../contract/audit";
import { ACCOUNT_KIND } from "../../core/audit/kinds";
import { outcomeOf } from "../../core/audit/outcome";
import type { EventDetail } from "../../core/events/events";
import { eventSentence } from "../../core/events/words";
import { accountActWords } from "../../core/people/acts";
import { DAY_MS } from "../../core/units";
import { type AuditPlace, type AuditRow, listAudit } from "../../db/audit";

/** A page of the audit list, newest first, and where the next begins; null after the last. The caller has checked the right. */
export async function readAudit(
  { person, app, kind, from, to, all }: AuditFilter,
  { before, limit }: { before: AuditPlace | null; limit: number },
): Promise<{ entries: AuditEntry[]; next: AuditPlace | null }> {
  const until = to === undefined ? undefined : new Date(Date.parse(to) + DAY_MS);
  const filter = { person, app, kind, from: from === undefined ? undefined : new Date(from), until };
  const rows = await listAudit({ ...filter, isByPeople: !all }, { before, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  return { entries: shown.map(entryOf), next: rows.length > limit ? (shown.at(-1) ?? null) : null };
}

function entryOf(row: AuditRow): AuditEntry {
  const { id, address } = row;
  const common = { id, at: row.at.toISOString(), address };
  if (row.source === "account") {
    const { kind, email, detail, actorEmail } = row;
    return {
      ...common,
      kind: `${ACCOUNT_KIND}${kind}`,
      who: actorEmail ?? "The operator at the machine",
      what: accountActWords(kind, email, detail),
      on: email,
      ...{ app: null, isAppDeleted: false, operationId: null },
      ...{ outcome: "done", reason: null },
    };
  }
  const { event, appName, isAppDeleted, operationId, operation } = row;
  return {
    ...common,
    kind: event.type,
    who: row.actorEmail ?? "Berth",
    what: eventSentence(event),
    on: thingOf(event) ?? appName ?? "Berth",
    ...{ app: appName, isAppDeleted, operationId },
    ...outcomeOf(event, operation),
  };
}

/** The database, the host or the release that an event is about; null where it is about its app. */
function thingOf({ data }: EventDetail): string | null {
  if ("resourceId" in data) return data.resourceId;
  if ("host" in data) return data.host;
  return "release" in data ? data.release : null;
}
