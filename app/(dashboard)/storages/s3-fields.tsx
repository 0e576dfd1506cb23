import { Field } from "@/components/forms/field";
import { Input } from "@/components/ui/input";

const TEXTS = [
  { name: "bucket", label: "Bucket", isRequired: true },
  { name: "region", label: "Region", isRequired: true, hint: "A server of your own mostly takes us-east-1." },
  { name: "endpoint", label: "Endpoint", hint: "Of a server of your own; empty for Amazon's." },
  { name: "prefix", label: "Prefix", hint: "A folder in the bucket; empty for its root." },
  { name: "accessKeyId", label: "Access key", isRequired: true },
] as const;

/** Names of the fields below. */
export const S3_FIELDS: readonly string[] = [...TEXTS.map(({ name }) => name), "secretAccessKey"];

export function S3Fields({ fields }: { fields: Record<string, string[] | undefined> }) {
  return (
    <>
      {TEXTS.map(({ name, label, ...more }) => (
        <Field
          key={name}
          name={name}
          label={label}
          hint={"hint" in more ? more.hint : undefined}
          errors={fields[name]}
        >
          {(control) => (
            <Input
              {...control}
              required={"isRequired" in more}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              className="font-mono"
            />
          )}
        </Field>
      ))}
      <Field
        name="secretAccessKey"
        label="Secret key"
        hint="Kept encrypted, and never shown again."
        errors={fields.secretAccessKey}
      >
        {(control) => (
          <Input {...control} type="password" required autoComplete="off" className="font-mono" />
        )}
      </Field>
    </>
  );
}
