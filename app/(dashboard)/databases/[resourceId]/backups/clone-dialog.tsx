"use client";
import { CopyPlus } from "lucide-react";
import { useState } from "react";
import { AppField } from "@/components/backups/app-field";
import type { RestorePlaces } from "@/components/backups/backup-actions";
import { type PlanNote, PlanTable } from "@/components/databases/plan-table";
import { HA_NOTE, Promises } from "@/components/databases/promises";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { OperationProgress } from "@/components/operations/operation-progress";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter, ProgressBody } from "@/components/ui/dialog";
import { GuardedButton } from "@/components/ui/guarded-button";
import { TextLink } from "@/components/ui/text-link";
import { cloneAddonAction } from "./actions";

type CloneDialogProps = {
  resourceId: string;
  planId: string;
  places: RestorePlaces;
  /** Why it cannot be cloned now; null when it can. */
  refusal: string | null;
};

/** A new addon with the data as it is now, in this app or another. */
export function CloneDialog({ refusal, ...props }: CloneDialogProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <GuardedButton refusal={refusal} aria-haspopup="dialog" onClick={() => setIsOpen(true)}>
        <CopyPlus aria-hidden="true" />
        Clone
      </GuardedButton>
      <Dialog open={isOpen} onOpenChange={setIsOpen}>
        <DialogContent
          title="Clone"
          description="A new addon with the data as it is now. The original serves all the while, and stays."
          className="sm:max-w-3xl"
        >
          <CloneForm {...props} onClose={() => setIsOpen(false)} />
        </DialogContent>
      </Dialog>
    </>
  );
}

type CloneFormProps = Omit<CloneDialogProps, "refusal"> & { onClose: () => void };

function CloneForm({ resourceId, planId, places, onClose }: CloneFormProps) {
  const { form, data: operation, error, fields, isPending } = useFormAction(cloneAddonAction);
  const [chosen, setChosen] = useState<string>(planId);
  const { plans } = places;
  const notes: Record<string, PlanNote> = Object.fromEntries(
    plans.flatMap(({ id, isHighlyAvailable }) =>
      isHighlyAvailable ? [[id, { isRefusal: false, text: HA_NOTE }]] : [],
    ),
  );
  if (operation)
    return (
      <>
        <ProgressBody>
          <OperationProgress app={operation.appName} operationId={operation.id} initial={operation}>
            <p className="bg-accent rounded-md px-4 py-3">
              Its address is in the environment of {operation.appName}.{" "}
              <TextLink href={`/databases/${operation.resourceId}`} prefetch={false}>
                Open {operation.resourceId}
              </TextLink>
            </p>
          </OperationProgress>
        </ProgressBody>
        <DialogFooter>
          <Button onClick={onClose}>Close</Button>
        </DialogFooter>
      </>
    );
  return (
    <form {...form} className="flex min-h-0 flex-col">
      <input type="hidden" name="resourceId" value={resourceId} />
      <DialogBody className="gap-6">
        <FormError error={error} fields={["appName", "planId"]} />
        <AppField app={places.app} apps={places.apps} errors={fields.appName} />
        <PlanTable plans={plans} notes={notes} chosen={chosen} onChoose={setChosen} errors={fields.planId} />
        {notes[chosen] && <Promises />}
        <p className="text-muted-foreground">
          First a backup is taken and proven, which stays in the list. The clone is made of it.
        </p>
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Cancel</Button>
        <SubmitButton isPending={isPending}>Clone {resourceId}</SubmitButton>
      </DialogFooter>
    </form>
  );
}
