"use client";
import { Field } from "@/components/forms/field";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Select } from "@/components/ui/input";
import { changeManyAction } from "./actions";
import { ManyProgress } from "./many-progress";

/** What can be done with many at once. */
export type ManyKind = "upgrade" | "plan";
/** What they can be given, the first as a proposal: versions newest first, and plans with their size in words. */
export type ManyTargets = { versions: readonly string[]; plans: readonly { id: string; words: string }[] };

const TITLES = { upgrade: "Upgrade Redis", plan: "Change plan" } as const;

type ManyDialogProps = {
  kind: ManyKind;
  resourceIds: readonly string[];
  targets: ManyTargets;
  onClose: () => void;
};

const counted = (count: number): string => (count === 1 ? "1 database" : `${count} databases`);

/** The same change of all that are chosen; then what became of each. */
export function ManyDialog({ kind, resourceIds, targets, onClose }: ManyDialogProps) {
  const { form, data, error, fields, isPending } = useFormAction(changeManyAction);
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title={TITLES[kind]} description={counted(data?.length ?? resourceIds.length)}>
        {data ? (
          <ManyProgress started={data} onClose={onClose} />
        ) : (
          <form {...form} className="flex min-h-0 flex-col">
            <input type="hidden" name="resourceIds" value={resourceIds.join()} />
            <DialogBody>
              <FormError error={error} fields={["planId", "version"]} />
              <Target kind={kind} targets={targets} errors={fields.planId ?? fields.version} />
              <p>
                Each is changed as if you had asked for it alone, and serves all the while. One that cannot be
                changed is named with the reason, and stops none of the others; none is taken away to make
                room.
              </p>
              <p className="text-muted-foreground break-words font-mono text-xs">{resourceIds.join(", ")}</p>
            </DialogBody>
            <DialogFooter>
              <Button onClick={onClose}>Cancel</Button>
              <SubmitButton isPending={isPending}>
                {kind === "upgrade" ? "Upgrade" : "Change"} {counted(resourceIds.length)}
              </SubmitButton>
            </DialogFooter>
          </form>
        )}
      </DialogContent>
    </Dialog>
  );
}

type TargetProps = Pick<ManyDialogProps, "kind" | "targets"> & { errors: readonly string[] | undefined };

function Target({ kind, targets, errors }: TargetProps) {
  const isUpgrade = kind === "upgrade";
  return (
    <Field
      name={isUpgrade ? "version" : "planId"}
      label={isUpgrade ? "To version" : "To plan"}
      errors={errors}
    >
      {(control) => (
        <Select {...control} className="max-w-sm">
          {isUpgrade
            ? targets.versions.map((version) => <option key={version}>{version}</option>)
            : targets.plans.map(({ id, words }) => (
                <option key={id} value={id}>
                  {words}
                </option>
              ))}
        </Select>
      )}
    </Field>
  );
}
