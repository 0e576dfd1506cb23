"use client";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import type { StorageView } from "@/lib/contract/storages";
import { removeStorageAction } from "./actions";

type RemoveStorageDialogProps = { storage: StorageView; onClose: () => void };

export function RemoveStorageDialog({ storage, onClose }: RemoveStorageDialogProps) {
  const { form, error, isPending } = useFormAction(removeStorageAction, onClose);
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent
        title={`Remove ${storage.name}`}
        description={<span className="break-all">{storage.place}</span>}
      >
        <form {...form} className="flex min-h-0 flex-col">
          <input type="hidden" name="storageId" value={storage.id} />
          <DialogBody>
            <FormError error={error} />
            <ul className="grid list-disc gap-1 pl-5">
              <li>No backup is written to it any more.</li>
              <li>
                What it holds stays, can be downloaded and restored, and is deleted when its time is over:
                keep it within reach until then.
              </li>
            </ul>
          </DialogBody>
          <DialogFooter>
            <Button onClick={onClose}>Cancel</Button>
            <SubmitButton isPending={isPending} variant="destructive">
              Remove {storage.name}
            </SubmitButton>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
