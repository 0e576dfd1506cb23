"use client";
import { CheckConfirmation } from "@/components/forms/check-confirmation";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { GuardedButton } from "@/components/ui/guarded-button";
import { Status } from "@/components/ui/status";
import type { DatabaseView } from "@/lib/contract/databases";
import type { FeatureView } from "@/lib/contract/features";
import { type FeatureName, featureOf, stateOf } from "@/lib/core/features/features";
import { warningOf } from "@/lib/core/features/warning";
import { setFeatureAction } from "./actions";
import { NetworksField } from "./networks-field";
import { PolicyField } from "./policy-field";

type FeatureCardProps = {
  name: FeatureName;
  database: DatabaseView;
  /** Why nothing can be switched now; null when it can. */
  refusal: string | null;
};

/** What a feature does, where it stands, and its switch. */
export function FeatureCard({ name, database, refusal }: FeatureCardProps) {
  const { label, does } = featureOf(name);
  const feature = stateOf(database.features, name);
  const { isOn, status, reason } = feature;
  const { form, error, isPending, fields } = useFormAction(setFeatureAction);
  const warning = warningOf(database.features, { name, isOn: !isOn });
  const verb = isOn ? "off" : "on";
  return (
    <Card id={name} className="scroll-mt-20">
      <form {...form} className="grid gap-3" aria-label={label}>
        <input type="hidden" name="resourceId" value={database.resourceId} />
        <input type="hidden" name="name" value={name} />
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
          <h3 className="font-semibold">{label}</h3>
          <FeatureStatus feature={feature} />
        </div>
        <p className="text-muted-foreground">{does}</p>
        {status === "FAILED" && (
          <Alert
            tone="danger"
            title={`It could not be switched ${verb}, and is ${isOn ? "on" : "off"} as before.`}
          >
            {reason}
          </Alert>
        )}
        <FormError error={error} fields={["acceptsLoss", "networks"]} />
        {name === "redis-cache" && <PolicyField feature={feature} refusal={refusal} isPending={isPending} />}
        {name === "publicly-available" && (
          <NetworksField feature={feature} errors={fields.networks} refusal={refusal} isPending={isPending} />
        )}
        {warning && refusal === null && (
          <CheckConfirmation name="acceptsLoss" errors={fields.acceptsLoss}>
            {warning}
          </CheckConfirmation>
        )}
        <div>
          {refusal === null ? (
            <SubmitButton
              isPending={isPending}
              variant={warning ? "destructive-outline" : "outline"}
              name="isOn"
              value={String(!isOn)}
            >
              Switch {verb}
            </SubmitButton>
          ) : (
            <GuardedButton refusal={refusal}>Switch {verb}</GuardedButton>
          )}
        </div>
      </form>
    </Card>
  );
}

function FeatureStatus({ feature: { isOn, status } }: { feature: FeatureView }) {
  if (status === "PENDING")
    return <Status tone="progress">{isOn ? "Being switched on" : "Being switched off"}</Status>;
  return isOn ? <Status tone="success">Activated</Status> : <Status tone="neutral">Off</Status>;
}
