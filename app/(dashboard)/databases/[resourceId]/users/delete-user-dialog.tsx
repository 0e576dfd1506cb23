"use client";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { TypedConfirmation } from "@/components/forms/typed-confirmation";
import { useFormAction } from "@/components/forms/use-form-action";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import type { DatabaseUserView } from "@/lib/contract/database-users";
import { removeDatabaseUserAction } from "./actions";

export type UserDialogProps = { resourceId: string; user: DatabaseUserView; onClose: () => void };

export function DeleteUserDialog({ resourceId, user: { name }, onClose }: UserDialogProps) {
  const { form, error, isPending } = useFormAction(removeDatabaseUserAction, onClose);
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title={`Delete ${name}`} description={`A user of ${resourceId}`}>
        <form {...form} className="flex min-h-0 flex-col">
          <input type="hidden" name="resourceId" value={resourceId} />
          <input type="hidden" name="name" value={name} />
          <DialogBody>
            <FormError error={error} />
            <p>Its connections end at once, and nobody signs in by that name any more. No key is touched.</p>
            <TypedConfirmation expected={name} what="the user's name" />
          </DialogBody>
          <DialogFooter>
            <Button onClick={onClose}>Cancel</Button>
            <SubmitButton isPending={isPending} variant="destructive">
              Delete the user
            </SubmitButton>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
