"use client";
import { DatabaseBackup } from "lucide-react";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import { useRefreshWhile } from "@/components/ui/use-refresh-while";
import type { RecordsView } from "@/lib/contract/records";
import { formatBytes, formatDuration, SECOND_MS } from "@/lib/core/units";
import { backUpRecordsAction } from "./actions";

const LOOK_MS = 2 * SECOND_MS;

type RecordsProps = { records: RecordsView; isKeyGiven: boolean };

/** How well Berth's own records are backed up, and a button for one more. */
export function Records({ records, isKeyGiven }: RecordsProps) {
  const { form, error, isPending } = useFormAction(backUpRecordsAction);
  useRefreshWhile(records.current !== null, LOOK_MS);
  if (!records.isOwn)
    return (
      <Alert title="Your own PostgreSQL keeps them">
        Berth does not back up what DATABASE_URL leads to: use its own means. Of the data folder keep the
        files instance.json, key and ssh_host_key beside it.
      </Alert>
    );
  const isBusy = records.current !== null;
  return (
    <Card className="grid max-w-2xl gap-3">
      <div role="status" className="grid gap-1">
        <State records={records} />
      </div>
      {records.lastProven && !isKeyGiven && (
        <Alert tone="warning" title="Nobody has the recovery key yet">
          Without it these backups can never be opened once this machine is lost. Download it below.
        </Alert>
      )}
      <form {...form} className="flex flex-wrap items-center gap-3">
        <FormError error={error} />
        <SubmitButton isPending={isPending || isBusy} variant="outline">
          {!isPending && !isBusy && <DatabaseBackup aria-hidden="true" />}
          {isBusy ? "Being backed up" : "Back up now"}
        </SubmitButton>
      </form>
    </Card>
  );
}

const NOTE = "text-muted-foreground text-xs";

function State({ records: { lastProven, lastFailure } }: { records: RecordsView }) {
  return (
    <>
      {lastFailure && (
        <div>
          <Status tone="danger">
            The last backup failed <RelativeTime value={lastFailure.at} />
          </Status>
          <p className="[overflow-wrap:anywhere]">{lastFailure.message}</p>
        </div>
      )}
      {lastProven ? (
        <div>
          <Status tone={lastFailure ? "neutral" : "success"}>
            Last proven backup <RelativeTime value={lastProven.at} />
          </Status>
          <p className={NOTE}>
            {formatBytes(lastProven.bytes)}, {lastProven.rows.toLocaleString("en")} rows; read back and loaded
            in {formatDuration(lastProven.proofMs)}.
          </p>
          {lastProven.copies.map(({ storage, error }) => (
            <p key={storage} className={NOTE}>
              {storage}: {error ? `no copy. ${error}` : "a copy that was read back"}
            </p>
          ))}
        </div>
      ) : (
        <Status tone="neutral">No proven backup yet</Status>
      )}
    </>
  );
}
