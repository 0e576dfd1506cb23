"use client";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import type { CollaboratorView } from "@/lib/contract/apps";
import { changeCollaboratorAction } from "./actions";
import { RoleSelect } from "./role-select";

type RoleFormProps = { app: string; collaborator: CollaboratorView };

/** Another role for a collaborator, in their row. */
export function RoleForm({ app, collaborator: { email, role } }: RoleFormProps) {
  const { form, error, isPending } = useFormAction(changeCollaboratorAction);
  return (
    <form {...form} className="flex flex-wrap items-center gap-2">
      <input type="hidden" name="app" value={app} />
      <input type="hidden" name="email" value={email} />
      <RoleSelect
        key={role}
        name="role"
        aria-label={`Role of ${email}`}
        defaultValue={role}
        className="w-32"
      />
      <SubmitButton
        isPending={isPending}
        variant="outline"
        size="sm"
        aria-label={`Change the role of ${email}`}
      >
        Change
      </SubmitButton>
      {error && (
        <p role="alert" className="text-destructive text-xs">
          {error.message}
        </p>
      )}
    </form>
  );
}
