import { Field } from "@/components/forms/field";
import { Input } from "@/components/ui/input";

/** A password of one's own; the bounds are those of `SetUserPasswordInput` in the contract. */
export function PasswordField({ errors }: { errors: string[] | undefined }) {
  return (
    <Field
      name="password"
      label="Password"
      hint="24 to 64 characters. Leave it empty, and one is made and shown once."
      errors={errors}
    >
      {(control) => (
        <Input
          {...control}
          type="password"
          autoComplete="new-password"
          minLength={24}
          maxLength={64}
          className="font-mono"
        />
      )}
    </Field>
  );
}
