"use client";
import { Field } from "@/components/forms/field";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { Input, Textarea } from "@/components/ui/input";
import { VARIABLE_NAME_RULE, VARIABLE_VALUE_CHARS_MAX } from "@/lib/core/variables/rules";
import { setVariableAction } from "./actions";

export function AddVariableForm({ app }: { app: string }) {
  const { form, isDone, error, fields, isPending } = useFormAction(setVariableAction);
  return (
    <form {...form} className="grid max-w-3xl gap-4">
      <input type="hidden" name="app" value={app} />
      <FormError error={error} fields={["name", "value"]} />
      <div className="grid gap-4 sm:grid-cols-[1fr_2fr]">
        <Field name="name" label="Name" hint={`A name has ${VARIABLE_NAME_RULE}.`} errors={fields.name}>
          {(control) => (
            <Input
              {...control}
              required
              maxLength={64}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              className="font-mono"
            />
          )}
        </Field>
        <Field
          name="value"
          label="Value"
          hint="A name that exists already gets the new value."
          errors={fields.value}
        >
          {(control) => (
            <Textarea
              {...control}
              rows={1}
              maxLength={VARIABLE_VALUE_CHARS_MAX}
              autoComplete="off"
              spellCheck={false}
              className="field-sizing-content max-h-60 min-h-8 py-1.5 font-mono"
            />
          )}
        </Field>
      </div>
      <div className="flex items-center gap-4">
        <SubmitButton isPending={isPending}>Add the variable</SubmitButton>
        <p role="status" className="text-muted-foreground">
          {isDone && "The variable is set."}
        </p>
      </div>
    </form>
  );
}
