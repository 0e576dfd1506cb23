import { Field } from "@/components/forms/field";
import { SubmitButton } from "@/components/forms/submit-button";
import { Input } from "@/components/ui/input";
import type { FeatureView } from "@/lib/contract/features";

type NetworksFieldProps = {
  feature: FeatureView;
  errors: string[] | undefined;
  refusal: string | null;
  isPending: boolean;
};

/** From where people may come; while it is on it can be changed alone. */
export function NetworksField({ feature, errors, refusal, isPending }: NetworksFieldProps) {
  const { networks: allowed } = feature.options;
  const networks = Array.isArray(allowed) ? allowed.join(" ") : "";
  return (
    <div className="flex flex-wrap items-end gap-3">
      <Field
        name="networks"
        label="Allowed networks"
        hint="Like 203.0.113.0/24 198.51.100.7. None: from everywhere."
        errors={errors}
        className="min-w-0 grow"
      >
        {(control) => (
          <Input {...control} key={networks} defaultValue={networks} disabled={refusal !== null} />
        )}
      </Field>
      {feature.isOn && refusal === null && (
        <SubmitButton isPending={isPending} variant="outline" name="isOn" value="true">
          Change
        </SubmitButton>
      )}
    </div>
  );
}
