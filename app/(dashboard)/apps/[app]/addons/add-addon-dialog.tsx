"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useFormAction } from "@/components/forms/use-form-action";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import type { PlanView } from "@/lib/contract/addons";
import type { Catalog } from "@/lib/core/engines/catalog/release";
import { addAddonAction } from "./actions";
import { ADD_BUTTON_ID } from "./add-button-id";
import { AddedAddon } from "./added-addon";
import { PlanForm } from "./plan-form";

type AddAddonDialogProps = {
  app: string;
  plans: PlanView[];
  catalog: Catalog;
  /** Made with the page: the same form sent twice makes one addon. */
  requestKey: string;
};

/** Provider, plan, confirmation, and then the steps as they go. */
export function AddAddonDialog(props: AddAddonDialogProps) {
  const { app, requestKey } = props;
  const { push } = useRouter();
  // The page is drawn anew while the dialog is open, too: it stays closed only as long as the page is the one it was closed on.
  const [closedKey, setClosedKey] = useState<string | null>(null);
  const close = () => {
    setClosedKey(requestKey);
    push(`/apps/${app}/addons`, { scroll: false });
  };
  return (
    <Dialog open={closedKey !== requestKey} onOpenChange={close}>
      <Content key={closedKey} {...props} onClose={close} />
    </Dialog>
  );
}

function Content(props: AddAddonDialogProps & { onClose: () => void }) {
  const { app, plans, catalog, requestKey, onClose } = props;
  const client = useQueryClient();
  const [key] = useState(requestKey);
  const action = useFormAction(addAddonAction, () =>
    client.invalidateQueries({ queryKey: ["apps", app, "addons"] }),
  );
  return (
    <DialogContent
      title={action.data ? "Your database" : "Add an addon"}
      description={action.data ? `For ${app}.` : `A database of its own for ${app}.`}
      className="sm:max-w-3xl"
      fallbackFocusId={ADD_BUTTON_ID}
    >
      {action.data ? (
        <AddedAddon app={app} added={action.data} onClose={onClose} />
      ) : (
        <PlanForm
          app={app}
          plans={plans}
          catalog={catalog}
          requestKey={key}
          action={action}
          onCancel={onClose}
        />
      )}
    </DialogContent>
  );
}
