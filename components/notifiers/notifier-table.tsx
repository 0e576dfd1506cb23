"use client";
import type { NotifierView } from "@/lib/contract/notifiers";
import { RowForm } from "../forms/row-form";
import { Operators } from "../roles/role";
import { Button } from "../ui/button";
import { RelativeTime } from "../ui/relative-time";
import { Status } from "../ui/status";
import { ACTIONS, Table, TableCell, TableHead, TableRow } from "../ui/table";
import { DeliveryStatus } from "./delivery-status";
import type { NotifierActions, Opened } from "./notifier-actions";
import { TestButton } from "./test-button";

type NotifierTableProps = {
  notifiers: NotifierView[];
  app: string;
  actions: NotifierActions;
  onOpen: (opened: Opened) => void;
};

export function NotifierTable({ notifiers, ...more }: NotifierTableProps) {
  return (
    <Table>
      <TableHead
        columns={["Notifier", { name: "Told of", from: "md" }, { name: "Last message", from: "sm" }, ACTIONS]}
      />
      <tbody>
        {notifiers.map((notifier) => (
          <NotifierRow key={notifier.id} notifier={notifier} {...more} />
        ))}
      </tbody>
    </Table>
  );
}

type NotifierRowProps = Omit<NotifierTableProps, "notifiers"> & { notifier: NotifierView };

function NotifierRow({ notifier, ...more }: NotifierRowProps) {
  const { name, isActive, isAll, kinds, last } = notifier;
  return (
    <TableRow>
      <TableCell>
        <p className="font-medium break-words">{name}</p>
        <p className="text-muted-foreground text-xs break-all">{whereOf(notifier)}</p>
        {!isActive && <Status tone="neutral">Paused</Status>}
      </TableCell>
      <TableCell className="hidden whitespace-nowrap md:table-cell">
        {isAll ? "Everything" : kindsWords(kinds.length)}
      </TableCell>
      <TableCell className="hidden max-w-80 sm:table-cell">
        {last ? (
          <>
            <DeliveryStatus delivery={last} />
            <p className="text-muted-foreground text-xs">
              {last.title}, <RelativeTime value={last.triedAt ?? last.createdAt} />
            </p>
          </>
        ) : (
          <span className="text-muted-foreground">None yet</span>
        )}
      </TableCell>
      <TableCell>
        <Operators>
          <RowActions notifier={notifier} {...more} />
        </Operators>
      </TableCell>
    </TableRow>
  );
}

const kindsWords = (count: number): string =>
  count === 0 ? "Nothing" : count === 1 ? "1 kind of event" : `${count} kinds of events`;

const PLATFORMS: Record<NotifierView["platform"], string> = {
  email: "E-mail",
  slack: "Slack",
  webhook: "Webhook",
};

function whereOf({ platform, url, emails, people }: NotifierView): string {
  const to = url ?? [...new Set([...emails, ...people.map(({ email }) => email)])].join(", ");
  return `${PLATFORMS[platform]}: ${to || "nobody is left"}`;
}

function RowActions({ notifier, app, actions, onOpen }: NotifierRowProps) {
  const { id, name, isActive } = notifier;
  const values = { app, notifierId: id };
  return (
    <div className="flex flex-wrap justify-end gap-2">
      <TestButton action={actions.test} values={values} name={name} />
      <Button
        size="sm"
        aria-label={`Messages for ${name}`}
        onClick={() => onOpen({ what: "deliveries", notifier })}
      >
        Messages…
      </Button>
      <Button size="sm" aria-label={`Edit ${name}`} onClick={() => onOpen({ what: "edit", notifier })}>
        Edit…
      </Button>
      <RowForm
        action={actions.change}
        values={{ ...values, isActive: String(!isActive) }}
        label={isActive ? "Pause" : "Resume"}
        asksAgain={false}
        accessibleLabel={`${isActive ? "Pause" : "Resume"} ${name}`}
      />
      <RowForm action={actions.remove} values={values} label="Remove" accessibleLabel={`Remove ${name}`} />
    </div>
  );
}
