"use client";
import { ServerCog } from "lucide-react";
import { Field } from "@/components/forms/field";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { Card } from "@/components/ui/card";
import { Select } from "@/components/ui/input";
import { Section } from "@/components/ui/section";
import type { MoveTargetsView } from "@/lib/contract/changes";
import { formatBytes } from "@/lib/core/units";
import { moveDatabaseAction } from "./actions";

type MoveCardProps = { resourceId: string; hostName: string | null; targets: MoveTargetsView };

/** Left out where there is no other host with room, or nothing can be changed now. */
export function MoveSection({ refusal, ...props }: MoveCardProps & { refusal: string | null }) {
  if (refusal !== null || props.targets.length === 0) return null;
  return (
    <Section title="Move to another host" id="move" className="scroll-mt-20">
      <MoveCard {...props} />
    </Section>
  );
}

/** To another host, while the database serves. */
function MoveCard({ resourceId, hostName, targets }: MoveCardProps) {
  const { form, error, fields, isPending } = useFormAction(moveDatabaseAction);
  return (
    <Card className="max-w-2xl">
      <form {...form} className="grid gap-4">
        <input type="hidden" name="resourceId" value={resourceId} />
        <p>
          It stands on <strong>{hostName}</strong>. A second Redis follows it on the other host and takes over
          within moments; the data here is kept for a day, for the way back.
        </p>
        <FormError error={error} fields={["host"]} />
        <Field name="host" label="To host" errors={fields.host}>
          {(control) => (
            <Select {...control} className="max-w-sm">
              {targets.map(({ name, freeBytes }) => (
                <option key={name} value={name}>
                  {name} ({formatBytes(freeBytes)} free)
                </option>
              ))}
            </Select>
          )}
        </Field>
        <SubmitButton isPending={isPending} variant="outline" className="justify-self-start">
          <ServerCog aria-hidden="true" />
          Move
        </SubmitButton>
      </form>
    </Card>
  );
}
