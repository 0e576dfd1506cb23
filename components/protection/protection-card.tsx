"use client";
import type { FormAction } from "@/lib/contract/errors";
import { FormError } from "../forms/form-error";
import { SubmitButton } from "../forms/submit-button";
import { useFormAction } from "../forms/use-form-action";

type ProtectionCardProps = {
  action: FormAction<void>;
  /** What names the app or the database to the action. */
  values: Record<string, string>;
  /** The same for people. */
  name: string;
  isProtected: boolean;
  /** False for who does not own the app: they may look only. */
  isManageable: boolean;
};

/** Whether something can be deleted at all, and the switch for it. */
export function ProtectionCard({ action, values, name, isProtected, isManageable }: ProtectionCardProps) {
  const { form, error, isPending } = useFormAction(action);
  return (
    <form {...form} aria-label="Delete protection" className="grid max-w-2xl gap-3 rounded-md border p-4">
      {Object.entries(values).map(([key, value]) => (
        <input key={key} type="hidden" name={key} value={value} />
      ))}
      <input type="hidden" name="isProtected" value={String(!isProtected)} />
      <p>
        {isProtected
          ? `${name} is protected: nobody can delete it, whichever way they ask, until this is switched off.`
          : `Protected, ${name} cannot be deleted by anybody, whichever way they ask, until this is switched off again.`}
      </p>
      <FormError error={error} />
      {isManageable ? (
        <SubmitButton isPending={isPending} variant="outline" className="justify-self-start">
          {isProtected ? "Switch the protection off" : "Protect it"}
        </SubmitButton>
      ) : (
        <p className="text-muted-foreground">The app's owners and administrators switch it.</p>
      )}
    </form>
  );
}
