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
  if (refusal !== null || props.targets.hosts.length === 0) return null;
  return (
    <Section
      title={props.targets.nodes.length > 0 ? "Move a node to another host" : "Move to another host"}
      id="move"
      className="scroll-mt-20"
    >
      <MoveCard {...props} />
    </Section>
  );
}

/** To another host, while the database serves; of a highly available one a node. */
function MoveCard({ resourceId, hostName, targets: { hosts, nodes } }: MoveCardProps) {
  const { form, error, fields, isPending } = useFormAction(moveDatabaseAction);
  return (
    <Card className="max-w-2xl">
      <form {...form} className="grid gap-4">
        <input type="hidden" name="resourceId" value={resourceId} />
        {nodes.length === 0 ? (
          <p>
            It stands on <strong>{hostName}</strong>. A second Redis follows it on the other host and takes
            over within moments; the data here is kept for a day, for the way back.
          </p>
        ) : (
          <p>
            The node is made anew on the other host and goes once that one is in step. Where it is the master,
            another node becomes it before: those who write wait for some two seconds at most.
          </p>
        )}
        <FormError error={error} fields={["node", "host"]} />
        {nodes.length > 0 && (
          <Field name="node" label="Node" errors={fields.node}>
            {(control) => (
              <Select {...control} className="max-w-sm">
                {nodes.map(({ name, hostName: nodeHost }) => (
                  <option key={name} value={name}>
                    {name} {nodeHost && `on ${nodeHost}`}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
        <Field name="host" label="To host" errors={fields.host}>
          {(control) => (
            <Select {...control} className="max-w-sm">
              {hosts.map(({ name, freeBytes }) => (
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
