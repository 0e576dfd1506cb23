"use client";
import { Lock } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Operators } from "@/components/roles/role";
import { RelativeTime } from "@/components/ui/relative-time";
import { TableCell, TableRow } from "@/components/ui/table";
import type { VariableView } from "@/lib/contract/variables";
import { useValue } from "./use-value";
import { VariableButtons } from "./variable-buttons";
import { VariableDialog } from "./variable-dialog";

export function VariableRow({ app, variable }: { app: string; variable: VariableView }) {
  const { name, resourceId, aliasOf, updatedAt } = variable;
  const { fetchValue, error } = useValue({ app, name });
  const [shown, setShown] = useState<string | null>(null);
  const [open, setOpen] = useState<{ kind: "edit"; value: string } | { kind: "delete" } | null>(null);
  const toggle = async () => setShown(shown === null ? await fetchValue() : null);
  const edit = async () => {
    const value = await fetchValue();
    if (value !== null) setOpen({ kind: "edit", value });
  };
  return (
    <TableRow>
      <TableCell className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2 font-mono font-medium">
          <span className="break-all">{name}</span>
          {aliasOf && (
            <span className="text-muted-foreground text-xs font-normal">
              <span aria-hidden="true">→</span>
              <span className="sr-only">stands for</span> ${aliasOf}
            </span>
          )}
        </p>
        <Value value={shown} />
        {resourceId && <SetBy resourceId={resourceId} className="md:hidden" />}
        {error && (
          <p role="alert" className="text-destructive text-xs">
            {error}
          </p>
        )}
      </TableCell>
      <TableCell className="hidden md:table-cell">
        {resourceId ? (
          <SetBy resourceId={resourceId} />
        ) : (
          <span className="text-muted-foreground">By hand</span>
        )}
      </TableCell>
      <TableCell className="text-muted-foreground hidden whitespace-nowrap sm:table-cell">
        <RelativeTime value={updatedAt} />
      </TableCell>
      <TableCell className="w-0">
        <Operators>
          <VariableButtons
            name={name}
            isLocked={resourceId !== null}
            isShown={shown !== null}
            fetchValue={fetchValue}
            onToggle={() => void toggle()}
            onEdit={() => void edit()}
            onDelete={() => setOpen({ kind: "delete" })}
          />
        </Operators>
        {open && <VariableDialog app={app} name={name} open={open} onClose={() => setOpen(null)} />}
      </TableCell>
    </TableRow>
  );
}

function Value({ value }: { value: string | null }) {
  if (value === null)
    return (
      <p className="text-muted-foreground text-xs">
        <span aria-hidden="true" className="tracking-widest">
          ••••••••
        </span>
        <span className="sr-only">hidden</span>
      </p>
    );
  return (
    <p className="max-h-40 overflow-y-auto font-mono text-xs break-all whitespace-pre-wrap">
      {value === "" ? <span className="text-muted-foreground">(empty)</span> : value}
    </p>
  );
}

function SetBy({ resourceId, className }: { resourceId: string; className?: string }) {
  return (
    <span className={className}>
      <Link
        href={`/databases/${resourceId}`}
        prefetch={false}
        title="Set by the addon, which keeps it right; it cannot be changed here."
        className="text-muted-foreground inline-flex items-center gap-1 text-xs whitespace-nowrap hover:underline"
      >
        <Lock aria-label="Locked by" className="size-3" />
        <span className="font-mono">{resourceId}</span>
      </Link>
    </span>
  );
}
