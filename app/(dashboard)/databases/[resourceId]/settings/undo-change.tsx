"use client";
import { useQuery } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import { changesQuery } from "@/components/databases/queries";
import { CheckConfirmation } from "@/components/forms/check-confirmation";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { Card } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ChangesView, UndoView } from "@/lib/contract/changes";
import { engineName } from "@/lib/core/engines/names";
import { formatBytes } from "@/lib/core/units";
import { undoChangeAction } from "./actions";

type UndoChangeProps = {
  resourceId: string;
  /** Why nothing can be undone now; null when it can. */
  refusal: string | null;
};

/** The way back from the last change while the old data is kept. */
export function UndoChange({ resourceId, refusal }: UndoChangeProps) {
  const { data: changes, error } = useQuery({ ...changesQuery(resourceId), enabled: refusal === null });
  const undo = refusal === null ? changes?.undo : null;
  if (changes && undo) return <UndoForm resourceId={resourceId} changes={changes} undo={undo} />;
  return <p className="text-muted-foreground">{refusal ?? error?.message ?? sentence(changes)}</p>;
}

const sentence = (changes: ChangesView | undefined): string =>
  changes
    ? "There is none to undo. After a change of plan or version the way back stands here for 24 hours, as long as nobody removes the old volume from the host; of a change to or from a highly available plan there is none."
    : "Asking the database…";

type UndoFormProps = { resourceId: string; changes: ChangesView; undo: UndoView };

function UndoForm({ resourceId, changes, undo }: UndoFormProps) {
  const { form, error, fields, isPending } = useFormAction(undoChangeAction);
  const { planId, engine, version, availableUntil, lostBytes } = undo;
  return (
    <Card className="max-w-2xl">
      <form {...form} className="grid gap-4">
        <input type="hidden" name="resourceId" value={resourceId} />
        <ul className="grid list-disc gap-1 pl-5">
          <li>
            The plan {planId} and {engineName(engine)} {version} come back, with the data as it was at the
            change. Possible until it is deleted, <RelativeTime value={availableUntil} />.
          </li>
          <li>
            The database does not answer for a moment.
            {changes.restartsApp && " Afterwards the app restarts, rolling."}
          </li>
          <li className="font-medium">
            What was written since is lost:{" "}
            {lostBytes === null ? NOBODY_COUNTED : `about ${formatBytes(lostBytes)} of writes`}.
          </li>
        </ul>
        <FormError error={error} fields={["acceptsLoss"]} />
        <CheckConfirmation name="acceptsLoss" errors={fields.acceptsLoss}>
          Writes since the change may be lost
        </CheckConfirmation>
        <SubmitButton isPending={isPending} variant="destructive-outline" className="justify-self-start">
          <Undo2 aria-hidden="true" />
          Undo the last change
        </SubmitButton>
      </form>
    </Card>
  );
}

const NOBODY_COUNTED = "how much is not known, since Redis was started anew and nobody counted the writes";
