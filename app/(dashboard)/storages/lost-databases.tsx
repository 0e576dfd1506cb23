"use client";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { RelativeTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { LostDatabaseView, RestoredLostView } from "@/lib/contract/records";
import { restoreLostAction } from "./actions";

/** Databases whose data is gone, and one button that brings all of them back. */
export function LostDatabases({ lost }: { lost: LostDatabaseView[] }) {
  const { form, data, error, isPending } = useFormAction(restoreLostAction);
  const outcomes = new Map(data?.map((outcome) => [outcome.resourceId, outcome]));
  const count = lost.filter(({ backupAt }) => backupAt).length;
  return (
    <div className="grid gap-3">
      <Table>
        <TableHead columns={["Database", "Newest proven backup", "State"]} />
        <tbody>
          {lost.map(({ resourceId, backupAt, goneAt }) => (
            <TableRow key={resourceId}>
              <TableCell>
                <TextLink href={`/databases/${resourceId}`}>{resourceId}</TextLink>
              </TableCell>
              <TableCell>{backupAt ? <RelativeTime value={backupAt} /> : "None"}</TableCell>
              <TableCell>
                <Outcome outcome={outcomes.get(resourceId)} goneAt={goneAt} />
              </TableCell>
            </TableRow>
          ))}
        </tbody>
      </Table>
      <form {...form} className="grid gap-3">
        <FormError error={error} />
        {count > 0 && (
          <SubmitButton isPending={isPending} className="justify-self-start">
            {count === 1 ? "Restore it from its backup" : `Restore ${count} databases from their backups`}
          </SubmitButton>
        )}
      </form>
    </div>
  );
}

type OutcomeProps = { outcome: RestoredLostView | undefined; goneAt: string };

function Outcome({ outcome, goneAt }: OutcomeProps) {
  if (outcome?.operationId) return <Status tone="progress">Being restored</Status>;
  return (
    <>
      <Status tone="danger">
        Gone, noticed <RelativeTime value={goneAt} />
      </Status>
      {outcome?.reason && <p className="text-xs [overflow-wrap:anywhere]">{outcome.reason}</p>}
    </>
  );
}
