"use client";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import type { PersonView } from "@/lib/contract/people";
import { createPasswordLinkAction } from "./actions";
import { InvitationLink } from "./invitation-link";

/** Makes a link by which the person chooses a new password, and shows it once. */
export function PasswordLink({ person, origin }: { person: PersonView; origin: string }) {
  const { form, data, error, isPending } = useFormAction(createPasswordLinkAction);
  return (
    <div className="grid gap-3 border-b pb-4">
      <form {...form} className="flex flex-wrap items-center justify-between gap-3">
        <input type="hidden" name="id" value={person.id} />
        <FormError error={error} />
        <p className="text-muted-foreground max-w-96">
          A link by which they choose a new password, once, within a day. Their password works until then.
        </p>
        <SubmitButton isPending={isPending} variant="outline" size="sm">
          Make a password link
        </SubmitButton>
      </form>
      {data && <InvitationLink invitation={data} origin={origin} />}
    </div>
  );
}
