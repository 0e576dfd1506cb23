"use client";
import { Field } from "@/components/forms/field";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { CopyButton } from "@/components/ui/copy-button";
import { Input, Select } from "@/components/ui/input";
import { createTokenAction } from "./actions";

const FIELDS = ["name", "scope", "app", "days"];

export function TokenForm({ isAdmin }: { isAdmin: boolean }) {
  const { form, data, error, fields, isPending } = useFormAction(createTokenAction);
  return (
    <div className="grid gap-4">
      <form {...form} className="grid gap-4">
        <FormError error={error} fields={FIELDS} />
        <div className="grid max-w-3xl gap-4 sm:grid-cols-2">
          <Field name="name" label="What it is for" errors={fields.name}>
            {(control) => <Input {...control} required maxLength={100} autoComplete="off" />}
          </Field>
          <Field name="scope" label="What it may do" errors={fields.scope}>
            {(control) => (
              <Select {...control} defaultValue="write">
                <option value="look">Look only, without secrets</option>
                <option value="read">Look only, also at secrets</option>
                <option value="write">Look and change</option>
                {isAdmin && <option value="admin">All that an administrator may</option>}
              </Select>
            )}
          </Field>
          <Field name="app" label="For one app only" hint="Leave it empty for all." errors={fields.app}>
            {(control) => (
              <Input
                {...control}
                maxLength={40}
                autoComplete="off"
                spellCheck={false}
                className="font-mono"
              />
            )}
          </Field>
          <Field name="days" label="Ends" errors={fields.days}>
            {(control) => (
              <Select {...control} defaultValue="90">
                <option value="30">after 30 days</option>
                <option value="90">after 90 days</option>
                <option value="365">after a year</option>
                <option value="">when it is revoked</option>
              </Select>
            )}
          </Field>
        </div>
        <SubmitButton isPending={isPending} className="justify-self-start">
          Make the token
        </SubmitButton>
      </form>
      {data && <NewToken name={data.name} token={data.token} />}
    </div>
  );
}

function NewToken({ name, token }: { name: string; token: string }) {
  return (
    <div role="status" className="bg-accent grid max-w-2xl gap-3 rounded-md border px-4 py-3">
      <p>
        The token for <span className="font-medium">{name}</span>. Keep it now: it is shown only this once.
      </p>
      <p className="bg-card rounded-md border px-3 py-2 font-mono text-xs break-all">{token}</p>
      <CopyButton text={token} what="the token" label="Copy" />
    </div>
  );
}
