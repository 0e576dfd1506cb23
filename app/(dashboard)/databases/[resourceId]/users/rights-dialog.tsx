"use client";
import { useState } from "react";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import type { DatabaseUserView } from "@/lib/contract/database-users";
import { changeDatabaseUserAction } from "./actions";
import type { UserDialogProps } from "./delete-user-dialog";
import { Preview } from "./preview";
import { type RightsChoice, RightsFields } from "./rights-fields";

const choiceOf = ({ role, keyPatterns, categories }: DatabaseUserView): RightsChoice => ({
  role: role === "owner" ? "read-write" : role,
  keyPatterns: role === "custom" ? keyPatterns.join(" ") : "",
  categories,
});

export function RightsDialog({ resourceId, user, onClose }: UserDialogProps) {
  const [choice, setChoice] = useState(() => choiceOf(user));
  const { form, error, fields, isPending } = useFormAction(changeDatabaseUserAction, onClose);
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title={`Rights of ${user.name}`} description={`A user of ${resourceId}`}>
        <form {...form} className="flex min-h-0 flex-col">
          <input type="hidden" name="resourceId" value={resourceId} />
          <input type="hidden" name="name" value={user.name} />
          <DialogBody>
            <FormError error={error} fields={["keyPatterns", "categories"]} />
            <RightsFields choice={choice} onChoose={setChoice} fields={fields} />
            <Preview asked={JSON.stringify(choice)} />
            <p className="text-muted-foreground">Its connections end, and come back with the new rights.</p>
          </DialogBody>
          <DialogFooter>
            <Button onClick={onClose}>Cancel</Button>
            <SubmitButton isPending={isPending}>Change the rights</SubmitButton>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
