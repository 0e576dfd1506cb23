import { Field } from "@/components/forms/field";
import { Input } from "@/components/ui/input";
import { WAVE_AT_ONCE, WAVE_AT_ONCE_MAX } from "@/lib/core/waves/wave";

export function AtOnceField({ label, errors }: { label: string; errors: readonly string[] | undefined }) {
  return (
    <Field label={label} name="atOnce" errors={errors}>
      {(control) => (
        <Input
          {...control}
          type="number"
          min={1}
          max={WAVE_AT_ONCE_MAX}
          defaultValue={WAVE_AT_ONCE}
          required
          className="w-24"
        />
      )}
    </Field>
  );
}
