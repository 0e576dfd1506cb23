"use client";
import { useQueryClient } from "@tanstack/react-query";
import { DatabaseBackup } from "lucide-react";
import { backupsQuery } from "@/components/backups/queries";
import { utcMoment } from "@/components/backups/times";
import { nextToGo } from "@/components/backups/words";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { GuardedButton } from "@/components/ui/guarded-button";
import type { BackupsAnswer } from "@/lib/contract/answers";
import { createBackupAction } from "./actions";

type BackUpNowProps = {
  resourceId: string;
  answer: BackupsAnswer;
  /** Why it cannot be done now; null when it can. */
  refusal: string | null;
};

/** Begins a backup; where an older one has to go for it, that is said first. */
export function BackUpNow({ resourceId, answer: { config, backups }, refusal }: BackUpNowProps) {
  const client = useQueryClient();
  const { form, error, isPending } = useFormAction(createBackupAction, () =>
    client.invalidateQueries({ queryKey: backupsQuery(resourceId).queryKey }),
  );
  const goes = nextToGo(config, backups);
  return (
    <form {...form} className="grid gap-1 sm:justify-items-end">
      <input type="hidden" name="resourceId" value={resourceId} />
      {refusal === null ? (
        <SubmitButton isPending={isPending}>
          {!isPending && <DatabaseBackup aria-hidden="true" />}
          Back up now
        </SubmitButton>
      ) : (
        <GuardedButton refusal={refusal} variant="primary">
          <DatabaseBackup aria-hidden="true" />
          Back up now
        </GuardedButton>
      )}
      {goes && (
        <p className="text-muted-foreground max-w-64 text-xs sm:text-right">
          {config.manualMax} made by hand are kept: once the new one is proven, that of{" "}
          {utcMoment(goes.createdAt)} goes.
        </p>
      )}
      {error && (
        <p role="alert" className="text-destructive max-w-64 text-xs sm:text-right">
          {error.message}
        </p>
      )}
    </form>
  );
}
