"use client";
import { Field } from "@/components/forms/field";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { Input } from "@/components/ui/input";
import { inviteUserAction } from "./actions";
import { InvitationLink } from "./invitation-link";

/** `origin` is the address at which this Berth was reached; the link begins with it. */
export function InviteForm({ origin }: { origin: string }) {
  const { form, data, error, fields, isPending } = useFormAction(inviteUserAction);
  return (
    <div className="grid gap-4">
      <form {...form} className="grid gap-3">
        <FormError error={error} fields={["email"]} />
        <Field name="email" label="Email" errors={fields.email} className="max-w-96">
          {(control) => <Input {...control} type="email" required autoComplete="off" />}
        </Field>
        <label className="flex w-fit items-center gap-2">
          <input type="checkbox" name="isAdmin" className="accent-primary size-4" />
          Administrator: sees every app, and invites others
        </label>
        <SubmitButton isPending={isPending} className="justify-self-start">
          Make the link
        </SubmitButton>
      </form>
      {data && <InvitationLink invitation={data} origin={origin} />}
    </div>
  );
}
