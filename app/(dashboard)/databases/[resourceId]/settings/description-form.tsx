"use client";
import { Field } from "@/components/forms/field";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { Card } from "@/components/ui/card";
import { Input, Textarea } from "@/components/ui/input";
import type { DatabaseView } from "@/lib/contract/databases";
import { describeDatabaseAction } from "./actions";

/** What people call the database, and what they note of it. */
export function DescriptionForm({ database }: { database: DatabaseView }) {
  const { resourceId, name, note } = database;
  const { form, error, fields, isPending } = useFormAction(describeDatabaseAction);
  return (
    <Card className="max-w-2xl">
      <form {...form} className="grid gap-4" aria-label="Name and note">
        <input type="hidden" name="resourceId" value={resourceId} />
        <FormError error={error} fields={["name", "note"]} />
        <Field
          name="name"
          label="Name"
          hint={`Stands in lists and above its page; to programs it stays ${resourceId}.`}
          errors={fields.name}
        >
          {(control) => (
            <Input {...control} maxLength={60} autoComplete="off" key={name} defaultValue={name ?? ""} />
          )}
        </Field>
        <Field
          name="note"
          label="Note"
          hint="What the next person should know: what is in it, who to ask."
          errors={fields.note}
        >
          {(control) => <Textarea {...control} maxLength={1_000} key={note} defaultValue={note ?? ""} />}
        </Field>
        <SubmitButton isPending={isPending} variant="outline" className="justify-self-start">
          Save name and note
        </SubmitButton>
      </form>
    </Card>
  );
}
