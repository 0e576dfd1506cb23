import { Field } from "@/components/forms/field";
import { SubmitButton } from "@/components/forms/submit-button";
import { Select } from "@/components/ui/input";
import type { FeatureView } from "@/lib/contract/features";
import { DEFAULT_POLICY, EVICTION_POLICIES } from "@/lib/core/engines/redis/settings";
import { POLICY_USES } from "@/lib/core/features/policies";

type PolicyFieldProps = { feature: FeatureView; refusal: string | null; isPending: boolean };

/** Which keys go when the database is full; while it is on it can be changed alone. */
export function PolicyField({ feature, refusal, isPending }: PolicyFieldProps) {
  const policy = EVICTION_POLICIES.find((each) => each === feature.options.policy) ?? DEFAULT_POLICY;
  return (
    <div className="flex flex-wrap items-end gap-3">
      <Field name="policy" label="Which keys go" className="min-w-0">
        {(control) => (
          <Select {...control} key={policy} defaultValue={policy} disabled={refusal !== null}>
            {EVICTION_POLICIES.map((each) => (
              <option key={each} value={each}>
                {each}: {POLICY_USES[each]}
              </option>
            ))}
          </Select>
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
