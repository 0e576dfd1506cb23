"use client";
import { useQuery } from "@tanstack/react-query";
import { DatabaseBackup } from "lucide-react";
import type { BackupActions, RestorePlaces } from "@/components/backups/backup-actions";
import { BackupTable } from "@/components/backups/backup-table";
import { backupsQuery } from "@/components/backups/queries";
import { isUnfinished } from "@/components/backups/words";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { PageSkeleton } from "@/components/ui/skeleton";
import type { BackupsAnswer } from "@/lib/contract/answers";
import type { OperationView } from "@/lib/contract/operations";
import { BackUpNow } from "./back-up-now";
import { CloneDialog } from "./clone-dialog";
import { ImportSection } from "./import-section";
import { NotIncluded } from "./not-included";
import { Schedule } from "./schedule";
import { UploadDialog } from "./upload-dialog";

type BackupsProps = {
  resourceId: string;
  planId: string;
  places: RestorePlaces;
  /** Why nothing new can be begun with its data now; null when it can. */
  refusal: string | null;
  /** The same of a backup, which may be taken while an import stays in step. */
  backUpRefusal: string | null;
  actions: BackupActions;
  /** The import that runs, while something can be done with it. */
  importing: OperationView | null;
};

/** Schedule and backups of a database, kept up while one looks. */
export function Backups(props: BackupsProps) {
  const { resourceId, planId, places } = props;
  const { data, error, refetch } = useQuery(backupsQuery(resourceId));
  if (!data)
    return error ? (
      <Alert
        tone="danger"
        title={error.message}
        action={<Button onClick={() => void refetch()}>Try again</Button>}
      />
    ) : (
      <PageSkeleton rows={5} />
    );
  const { config } = data;
  return (
    <div className="grid gap-8">
      {config.isIncluded ? (
        <Section title="Schedule">
          <Schedule resourceId={resourceId} config={config} />
        </Section>
      ) : (
        <NotIncluded planId={planId} plans={places.plans} />
      )}
      {(config.isIncluded || data.backups.length > 0) && <BackupList {...props} answer={data} />}
      <ImportSection
        resourceId={resourceId}
        refusal={places.own?.refusal ?? null}
        running={props.importing}
      />
      {error && <p className="text-muted-foreground text-xs">As last seen: {error.message}</p>}
    </div>
  );
}

function BackupList({ answer, ...props }: BackupsProps & { answer: BackupsAnswer }) {
  const { resourceId, planId, places, actions } = props;
  const { backups, config } = answer;
  const running = backups.some(isUnfinished) ? "Not while a backup is being taken." : null;
  const notNow = running ?? (config.isIncluded ? null : `The plan ${planId} has no backups.`);
  const refusal = props.refusal ?? notNow;
  return (
    <Section
      title="Backups"
      description="A backup counts once it was read back from its storage and loaded by a Redis of its version."
      action={
        <div className="flex flex-wrap items-start gap-2">
          <CloneDialog resourceId={resourceId} planId={planId} places={places} refusal={refusal} />
          <UploadDialog resourceId={resourceId} app={places.app} refusal={refusal} />
          <BackUpNow resourceId={resourceId} answer={answer} refusal={props.backUpRefusal ?? notNow} />
        </div>
      }
    >
      {backups.length === 0 ? (
        <EmptyState icon={DatabaseBackup} title="No backup yet">
          The first one is taken by the schedule, or now by hand. It takes some seconds, and the database
          serves all the while.
        </EmptyState>
      ) : (
        <BackupTable backups={backups} places={places} actions={actions} />
      )}
    </Section>
  );
}
