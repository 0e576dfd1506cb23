"use client";
import { Field } from "@/components/forms/field";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Select } from "@/components/ui/input";
import type { ReleaseView } from "@/lib/contract/releases";
import { upgradeReleaseAction } from "./actions";
import { AtOnceField } from "./at-once-field";

export function UpgradeReleaseDialog({ release, onClose }: { release: ReleaseView; onClose: () => void }) {
  const { engine, version, name, builds } = release;
  const { form, error, fields, isPending } = useFormAction(upgradeReleaseAction, onClose);
  const build = builds.find(({ upgradesTo }) => upgradesTo !== null)?.upgradesTo;
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent
        title={`Upgrade all databases of ${name} ${version}`}
        description={`Brings them to its newest build${build ? `, ${build}` : ""}.`}
      >
        <form {...form} className="flex min-h-0 flex-col">
          <input type="hidden" name="engine" value={engine} />
          <input type="hidden" name="version" value={version} />
          <DialogBody>
            <FormError error={error} fields={["when", "atOnce"]} />
            <ul className="grid list-disc gap-1 pl-5">
              <li>
                Each database is upgraded while it serves, by a hand-over, and its app restarts, rolling. For
                a day the change can be undone.
              </li>
              <li>The first that fails stops it and says why; what was upgraded stays so.</li>
              <li>In the windows, apps are told a day ahead, and can take theirs back.</li>
            </ul>
            <Field label="When" name="when" errors={fields.when}>
              {(control) => (
                <Select {...control} defaultValue="now">
                  <option value="now">Now, one wave after another</option>
                  <option value="windows">In their maintenance windows</option>
                </Select>
              )}
            </Field>
            <AtOnceField label="Databases upgraded at a time" errors={fields.atOnce} />
          </DialogBody>
          <DialogFooter>
            <Button onClick={onClose}>Cancel</Button>
            <SubmitButton isPending={isPending}>Upgrade all</SubmitButton>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
