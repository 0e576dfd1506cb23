import { RelativeTime } from "@/components/ui/relative-time";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import type { PersonEventView } from "@/lib/contract/people";
import { PERSON_CHANGES, type PersonChange } from "@/lib/core/people/changes";

const WORDS: Record<PersonChange, string> = {
  disable: "disabled",
  enable: "enabled",
  remove: "removed",
  promote: "made administrator",
  demote: "no longer administrator",
  "end-sessions": "sessions ended",
  "password-link": "password link made",
  "reset-second-factor": "second factor taken off",
  "unlink-identity": "unlinked from the identity provider",
};

/** What an earlier or later version wrote is shown as it stands. */
const wordsOf = (kind: string): string => {
  const known = PERSON_CHANGES.find((change) => change === kind);
  return known ? WORDS[known] : kind;
};

export function PersonEventList({ events }: { events: PersonEventView[] }) {
  return (
    <Table>
      <TableHead columns={["Account", "What", { name: "By", from: "sm" }, "When"]} />
      <tbody>
        {events.map(({ id, kind, email, actorEmail, detail, createdAt }) => (
          <TableRow key={id}>
            <TableCell className="break-all">{email}</TableCell>
            <TableCell>
              {wordsOf(kind)}
              {detail && <p className="text-muted-foreground text-xs break-all">apps to {detail}</p>}
            </TableCell>
            <TableCell className="hidden break-all sm:table-cell">
              {actorEmail ?? "the operator at the machine"}
            </TableCell>
            <TableCell className="text-muted-foreground whitespace-nowrap">
              <RelativeTime value={createdAt} />
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
