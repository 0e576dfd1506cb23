import { Input } from "../ui/input";
import { Field } from "./field";

type NewPasswordFieldProps = {
  name: string;
  label: string;
  hint: string;
  errors: string[] | undefined;
  className?: string;
};

/** A password of one's own choice; the bounds are those of `NewPassword` in the contract. */
export function NewPasswordField({ className, ...field }: NewPasswordFieldProps) {
  return (
    <Field {...field}>
      {(control) => (
        <Input
          {...control}
          type="password"
          autoComplete="new-password"
          required
          minLength={12}
          maxLength={128}
          className={className}
        />
      )}
    </Field>
  );
}
