"use client";
import { BellPlus } from "lucide-react";
import { useState } from "react";
import type { NotifierView } from "@/lib/contract/notifiers";
import { Operators } from "../roles/role";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { LazyDeliveriesDialog, LazyNotifierDialog } from "./lazy-dialogs";
import type { NotifierActions, NotifierPlace, Opened } from "./notifier-actions";
import { NotifierTable } from "./notifier-table";

type NotifiersProps = { notifiers: NotifierView[]; place: NotifierPlace; actions: NotifierActions };

/** Who is told of what happens, with everything that can be done about it. */
export function Notifiers({ notifiers, place, actions }: NotifiersProps) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = () => setOpened(null);
  const add = (
    <Operators>
      <Button variant="primary" aria-haspopup="dialog" onClick={() => setOpened({ what: "add" })}>
        <BellPlus aria-hidden="true" />
        Add a notifier
      </Button>
    </Operators>
  );
  return (
    <>
      {notifiers.length === 0 ? (
        <EmptyState icon={BellPlus} title="Nobody is told yet" action={add}>
          A notifier sends what happens by mail, to Slack, or to an address of your own: alerts that fire,
          backups that fail, whatever you choose.
        </EmptyState>
      ) : (
        <div className="grid justify-items-start gap-3">
          <NotifierTable notifiers={notifiers} app={place.app} actions={actions} onOpen={setOpened} />
          {add}
        </div>
      )}
      {(opened?.what === "add" || opened?.what === "edit") && (
        <LazyNotifierDialog
          place={place}
          actions={actions}
          notifier={opened.what === "edit" ? opened.notifier : null}
          onClose={close}
        />
      )}
      {opened?.what === "deliveries" && (
        <LazyDeliveriesDialog app={place.app} notifier={opened.notifier} onClose={close} />
      )}
    </>
  );
}
