import { literalPattern } from "@/lib/core/literal-pattern";
import { Input } from "../ui/input";
import { Field } from "./field";

type TypedConfirmationProps = {
  /** What must be typed. */
  expected: string;
  /** What it is: "the app's name". */
  what: string;
  errors?: readonly string[] | undefined;
  className?: string;
};

/** Keeps a hand that slips from destroying something: the name must be typed. */
export function TypedConfirmation({ expected, what, errors, className }: TypedConfirmationProps) {
  return (
    <Field
      name="confirm"
      label={
        <>
          Type <span className="font-mono select-all">{expected}</span> to confirm
        </>
      }
      errors={errors}
      className={className}
    >
      {(control) => (
        <Input
          {...control}
          required
          pattern={literalPattern(expected)}
          title={`Type ${what}: ${expected}`}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          className="font-mono"
        />
      )}
    </Field>
  );
}
