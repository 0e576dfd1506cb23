"use client";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { setUserPasswordAction } from "./actions";
import type { UserDialogProps } from "./delete-user-dialog";
import { PasswordField } from "./password-field";
import { ShownOnce } from "./shown-once";

export function PasswordDialog({ resourceId, user: { name }, onClose }: UserDialogProps) {
  const { form, data, error, fields, isPending } = useFormAction(setUserPasswordAction);
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title={`New password of ${name}`} description={`A user of ${resourceId}`}>
        <form {...form} className="flex min-h-0 flex-col">
          <input type="hidden" name="resourceId" value={resourceId} />
          <input type="hidden" name="name" value={name} />
          <DialogBody>
            <FormError error={error} fields={["password"]} />
            {data ? (
              <Done name={name} password={data.password} />
            ) : (
              <>
                <p>Who signed in with the password of now is disconnected at once.</p>
                <PasswordField errors={fields.password} />
              </>
            )}
          </DialogBody>
          <DialogFooter>
            <Button onClick={onClose}>{data ? "Close" : "Cancel"}</Button>
            {!data && <SubmitButton isPending={isPending}>Set the password</SubmitButton>}
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}

function Done({ name, password }: { name: string; password: string | null }) {
  return password === null ? <p role="status">It is set.</p> : <ShownOnce name={name} password={password} />;
}
