"use client";
import { Field } from "@/components/forms/field";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { Input, Textarea } from "@/components/ui/input";
import { addSshKeyAction } from "./actions";

export function SshKeyForm() {
  const { form, error, fields, isPending } = useFormAction(addSshKeyAction);
  return (
    <form {...form} className="grid max-w-3xl gap-4">
      <FormError error={error} fields={["name", "publicKey"]} />
      <Field
        name="publicKey"
        label="Public key"
        hint="The one line of a file like ~/.ssh/id_ed25519.pub."
        errors={fields.publicKey}
      >
        {(control) => (
          <Textarea
            {...control}
            required
            rows={3}
            spellCheck={false}
            placeholder="ssh-ed25519 AAAA… you@laptop"
            className="font-mono text-xs"
          />
        )}
      </Field>
      <Field name="name" label="Name" hint="Leave it empty for the key's comment." errors={fields.name}>
        {(control) => <Input {...control} maxLength={100} autoComplete="off" className="max-w-96" />}
      </Field>
      <SubmitButton isPending={isPending} className="justify-self-start">
        Add the key
      </SubmitButton>
    </form>
  );
}
