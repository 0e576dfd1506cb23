"use client";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import type { HostView } from "@/lib/contract/instance";
import { drainHostAction } from "./actions";
import { AtOnceField } from "./at-once-field";

export function DrainDialog({ host, onClose }: { host: HostView; onClose: () => void }) {
  const { form, error, fields, isPending } = useFormAction(drainHostAction, onClose);
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title={`Drain ${host.name}`} description="Moves its databases to other hosts.">
        <form {...form} className="flex min-h-0 flex-col">
          <input type="hidden" name="host" value={host.id} />
          <DialogBody>
            <FormError error={error} fields={["atOnce"]} />
            <ul className="grid list-disc gap-1 pl-5">
              <li>From now on nothing new is placed there.</li>
              <li>
                Each database is moved while it serves; its app restarts, rolling. A move that fails ends the
                drain and says why; what was moved stays moved.
              </li>
              <li>
                A node of a highly available database is made on another host first; where none has room it
                stays, and the others go on without it.
              </li>
              <li>
                {host.isOwn
                  ? "Berth itself stays there, and so do containers of apps."
                  : "When none is left, Swarm moves containers of apps as well, which stop there and start elsewhere. Old data for an undo can be had back once the host takes databases again."}
              </li>
            </ul>
            <AtOnceField label="Databases moved at a time" errors={fields.atOnce} />
          </DialogBody>
          <DialogFooter>
            <Button onClick={onClose}>Cancel</Button>
            <SubmitButton isPending={isPending}>Drain {host.name}</SubmitButton>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
