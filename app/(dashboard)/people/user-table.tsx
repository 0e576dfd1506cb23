"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import { ACTIONS, Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import type { PersonView } from "@/lib/contract/people";
import { PersonDialog } from "./person-dialog";
import { roleName } from "./role-name";

export function UserTable({ users, origin }: { users: PersonView[]; origin: string }) {
  const [openId, setOpenId] = useState<string | null>(null);
  // One that was removed closes by itself.
  const person = users.find(({ id }) => id === openId);
  const heirs = users.filter(({ id, isDisabled }) => id !== openId && !isDisabled).map(({ email }) => email);
  return (
    <>
      <Table>
        <TableHead columns={["Name", "Role", { name: "Since", from: "sm" }, ACTIONS]} />
        <tbody>
          {users.map(({ id, email, name, isAdmin, isDisabled, hasSecondFactor, createdAt }) => (
            <TableRow key={id}>
              <TableCell>
                <p className="font-medium">{name}</p>
                <p className="text-muted-foreground text-xs break-all">{email}</p>
              </TableCell>
              <TableCell>
                {roleName(isAdmin)}
                {hasSecondFactor && <p className="text-muted-foreground text-xs">with second factor</p>}
                {isDisabled && (
                  <p>
                    <Status tone="warning">Disabled</Status>
                  </p>
                )}
              </TableCell>
              <TableCell className="text-muted-foreground hidden whitespace-nowrap sm:table-cell">
                <RelativeTime value={createdAt} />
              </TableCell>
              <TableCell className="text-right">
                <Button size="sm" aria-label={`Manage ${email}`} onClick={() => setOpenId(id)}>
                  Manage…
                </Button>
              </TableCell>
            </TableRow>
          ))}
        </tbody>
      </Table>
      {person && (
        <PersonDialog person={person} heirs={heirs} origin={origin} onClose={() => setOpenId(null)} />
      )}
    </>
  );
}
