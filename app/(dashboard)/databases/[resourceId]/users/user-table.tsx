"use client";
import { useState } from "react";
import { RowForm } from "@/components/forms/row-form";
import { GuardedButton } from "@/components/ui/guarded-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import { ACTIONS, Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import type { DatabaseUserView } from "@/lib/contract/database-users";
import { changeDatabaseUserAction } from "./actions";
import { DeleteUserDialog } from "./delete-user-dialog";
import { PasswordDialog } from "./password-dialog";
import { RightsDialog } from "./rights-dialog";

type UserTableProps = {
  resourceId: string;
  users: DatabaseUserView[];
  /** Why nothing can be changed now; null when it can. */
  refusal: string | null;
};

type Open = { what: "password" | "rights" | "delete"; user: DatabaseUserView };

export function UserTable({ resourceId, users, refusal }: UserTableProps) {
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const asked = open && { resourceId, user: open.user, onClose: close };
  return (
    <>
      <Table>
        <TableHead
          columns={["User", { name: "May", from: "sm" }, "State", { name: "Since", from: "md" }, ACTIONS]}
        />
        <tbody>
          {users.map((user) => (
            <UserRow
              key={user.name}
              resourceId={resourceId}
              user={user}
              refusal={refusal}
              onOpen={(what) => setOpen({ what, user })}
            />
          ))}
        </tbody>
      </Table>
      {asked && open?.what === "password" && <PasswordDialog {...asked} />}
      {asked && open?.what === "rights" && <RightsDialog {...asked} />}
      {asked && open?.what === "delete" && <DeleteUserDialog {...asked} />}
    </>
  );
}

type UserRowProps = Pick<UserTableProps, "resourceId" | "refusal"> & {
  user: DatabaseUserView;
  onOpen: (what: Open["what"]) => void;
};

function UserRow({ resourceId, user, refusal, onOpen }: UserRowProps) {
  const { name, isProtected, createdAt } = user;
  return (
    <TableRow>
      <TableCell>
        <span className="font-mono text-xs break-all">{name}</span>
        <p className="text-muted-foreground text-xs sm:hidden">{mayOf(user)}</p>
      </TableCell>
      <TableCell className="hidden sm:table-cell">{mayOf(user)}</TableCell>
      <TableCell>
        <UserState user={user} />
      </TableCell>
      <TableCell className="text-muted-foreground hidden whitespace-nowrap md:table-cell">
        <RelativeTime value={createdAt} />
      </TableCell>
      <TableCell className="text-right">
        {isProtected ? (
          <span className="text-muted-foreground text-xs">Protected</span>
        ) : (
          <RowActions resourceId={resourceId} user={user} refusal={refusal} onOpen={onOpen} />
        )}
      </TableCell>
    </TableRow>
  );
}

function RowActions({ resourceId, user, refusal, onOpen }: UserRowProps) {
  const { name, isOn } = user;
  const buttons = [
    ["rights", "Rights…", `Change the rights of ${name}`],
    ["password", "Password…", `Give ${name} a new password`],
    ["delete", "Delete…", `Delete ${name}`],
  ] as const;
  return (
    <div className="flex flex-wrap justify-end gap-2">
      {refusal === null && (
        <RowForm
          action={changeDatabaseUserAction}
          values={{ resourceId, name, isOn: String(!isOn) }}
          label={isOn ? "Switch off" : "Switch on"}
          asksAgain={false}
          accessibleLabel={`Switch ${name} ${isOn ? "off" : "on"}`}
        />
      )}
      {buttons.map(([what, label, accessibleLabel]) => (
        <GuardedButton
          key={what}
          size="sm"
          variant={what === "delete" ? "destructive-outline" : "outline"}
          refusal={refusal}
          aria-label={accessibleLabel}
          onClick={() => onOpen(what)}
        >
          {label}
        </GuardedButton>
      ))}
    </div>
  );
}

function UserState({ user: { isOn, isApplied } }: { user: DatabaseUserView }) {
  if (!isApplied) return <Status tone="progress">Redis is yet to be told</Status>;
  return isOn ? <Status tone="success">On</Status> : <Status tone="neutral">Off</Status>;
}

const MAY = {
  owner: "Everything that an app may: it is the app's own",
  "read-only": "Read every key",
  "read-write": "Everything that the app may",
} as const;

function mayOf({ role, keyPatterns, categories }: DatabaseUserView) {
  if (role !== "custom") return MAY[role];
  return (
    <>
      {categories.join(", ")} of <span className="font-mono text-xs break-all">{keyPatterns.join(" ")}</span>
    </>
  );
}
