"use client";
import type { FormAction } from "@/lib/contract/errors";
import type { OperationView } from "@/lib/contract/operations";
import type { Plan } from "@/lib/core/plans/catalog";
import { ChangeDialog } from "./change-dialog";
import { ChangePlanForm } from "./change-plan-form";

export type ChangePlanDialogProps = {
  app: string;
  resourceId: string;
  plans: readonly Plan[];
  action: FormAction<OperationView>;
  onClose: () => void;
};

/** Plans with what each would mean for this database, the effect of the chosen one, and then the steps as they go. */
export function ChangePlanDialog({ plans, ...props }: ChangePlanDialogProps) {
  const { resourceId, onClose } = props;
  return (
    <ChangeDialog {...props} title="Change plan" className="sm:max-w-3xl">
      {(changes, form) => (
        <ChangePlanForm
          resourceId={resourceId}
          plans={plans}
          changes={changes}
          form={form}
          onCancel={onClose}
        />
      )}
    </ChangeDialog>
  );
}
