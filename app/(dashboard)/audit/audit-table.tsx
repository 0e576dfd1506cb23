import { Moment } from "@/components/clock/moment";
import { Status } from "@/components/ui/status";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { AuditEntry } from "@/lib/contract/audit";

const OUTCOMES = {
  done: ["success", "Done"],
  running: ["progress", "Under way"],
  failed: ["danger", "Failed"],
  refused: ["warning", "Refused"],
} as const;

export function AuditTable({ entries }: { entries: AuditEntry[] }) {
  return (
    <Table>
      <TableHead
        columns={[
          "When",
          "Who did what",
          { name: "On", from: "sm" },
          { name: "From", from: "lg" },
          { name: "Ended", from: "md" },
        ]}
      />
      <tbody>
        {entries.map((entry) => (
          <AuditRow key={entry.id} entry={entry} />
        ))}
      </tbody>
    </Table>
  );
}

function AuditRow({ entry }: { entry: AuditEntry }) {
  const { at, who, what, address } = entry;
  return (
    <TableRow>
      <TableCell className="text-muted-foreground align-top text-xs">
        <Moment value={at} hasYear />
      </TableCell>
      <TableCell className="min-w-40 align-top [overflow-wrap:anywhere]">
        <span className="font-medium">{who}</span> {what}
        <div className="text-xs sm:hidden">
          <On entry={entry} />
        </div>
        <div className="md:hidden">
          <Outcome entry={entry} />
        </div>
      </TableCell>
      <TableCell className="hidden align-top [overflow-wrap:anywhere] sm:table-cell">
        <On entry={entry} />
      </TableCell>
      <TableCell className="text-muted-foreground hidden align-top font-mono text-xs lg:table-cell">
        {address ?? "not known"}
      </TableCell>
      <TableCell className="hidden align-top md:table-cell">
        <Outcome entry={entry} />
      </TableCell>
    </TableRow>
  );
}

/** The app is there to look at unless it was deleted. */
function On({ entry: { app, on, isAppDeleted } }: { entry: AuditEntry }) {
  if (app === null || isAppDeleted)
    return (
      <>
        {on}
        {isAppDeleted && <span className="text-muted-foreground"> (app deleted)</span>}
      </>
    );
  return (
    <TextLink href={`/apps/${app}/activity`} prefetch={false}>
      {on}
    </TextLink>
  );
}

function Outcome({ entry: { outcome, reason, app, operationId } }: { entry: AuditEntry }) {
  const [tone, word] = OUTCOMES[outcome];
  return (
    <div className="grid justify-items-start gap-0.5">
      <Status tone={tone}>{word}</Status>
      {reason && <p className="text-muted-foreground max-w-80 text-xs [overflow-wrap:anywhere]">{reason}</p>}
      {operationId && (
        <TextLink href={`/apps/${app}/operations/${operationId}`} prefetch={false} className="text-xs">
          Its steps
        </TextLink>
      )}
    </div>
  );
}
