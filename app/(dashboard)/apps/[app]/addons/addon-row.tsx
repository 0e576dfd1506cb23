"use client";
import { ArrowLeftRight, ArrowRight, Trash2 } from "lucide-react";
import Link from "next/link";
import { AddonStatus } from "@/components/addons/addon-status";
import { LazyProgress } from "@/components/operations/lazy-progress";
import { Alert } from "@/components/ui/alert";
import { buttonVariants } from "@/components/ui/button-variants";
import { cn } from "@/components/ui/cn";
import { GuardedButton } from "@/components/ui/guarded-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { TableCell, TableRow } from "@/components/ui/table";
import type { AddonView } from "@/lib/contract/addons";
import { engineName } from "@/lib/core/engines/names";

type AddonRowProps = {
  app: string;
  addon: AddonView;
  onChange: (addon: AddonView) => void;
  onRemove: (addon: AddonView) => void;
};

export function AddonRow({ app, addon, onChange, onRemove }: AddonRowProps) {
  const { resourceId, name, planId, engine, version, status, createdAt, dataGoneAt } = addon;
  return (
    <>
      <TableRow>
        <TableCell className="min-w-28">
          {name !== null && <p className="font-medium">{name}</p>}
          <span className="font-mono">{resourceId}</span>
          <p className="text-muted-foreground text-xs">
            {engineName(engine)}
            <span className="sm:hidden"> · {planId}</span>
            <span className="md:hidden"> · {version}</span>
          </p>
        </TableCell>
        <TableCell className="hidden sm:table-cell">{planId}</TableCell>
        <TableCell className="hidden md:table-cell">{version}</TableCell>
        <TableCell>
          <AddonStatus status={status} isDataGone={dataGoneAt !== null} />
        </TableCell>
        <TableCell className="text-muted-foreground hidden whitespace-nowrap lg:table-cell">
          <RelativeTime value={createdAt} />
        </TableCell>
        <TableCell>
          <RowActions addon={addon} onChange={onChange} onRemove={onRemove} />
        </TableCell>
      </TableRow>
      <RowDetails app={app} addon={addon} />
    </>
  );
}

const BUSY = "Not while the operation below runs.";
const DATA_GONE = "Its data is gone from the engine: its page says what can be done.";

function RowActions({ addon, onChange, onRemove }: Omit<AddonRowProps, "app">) {
  const { resourceId, status, isBusy, dataGoneAt } = addon;
  const refusal = isBusy ? BUSY : null;
  return (
    <div className="flex items-center justify-end gap-1 sm:gap-2">
      {status === "running" && (
        <Link
          href={`/databases/${resourceId}`}
          prefetch={false}
          aria-label={`Link to dashboard of ${resourceId}`}
          className={cn(buttonVariants(), "max-sm:w-8 max-sm:px-0")}
        >
          <span className="hidden sm:inline">Link to dashboard</span>
          <ArrowRight aria-hidden="true" className="sm:hidden" />
        </Link>
      )}
      {status === "running" && (
        <GuardedButton
          refusal={refusal ?? (dataGoneAt ? DATA_GONE : null)}
          aria-haspopup="dialog"
          aria-label={`Change plan of ${resourceId}`}
          title="Change plan"
          onClick={() => onChange(addon)}
          className="max-md:w-8 max-md:px-0"
        >
          <ArrowLeftRight aria-hidden="true" />
          <span className="hidden md:inline">Change plan</span>
        </GuardedButton>
      )}
      {(status === "running" || status === "failed") && (
        <GuardedButton
          refusal={refusal}
          variant="ghost"
          size="icon"
          aria-label={`Remove ${resourceId}`}
          title="Remove"
          onClick={() => onRemove(addon)}
        >
          <Trash2 aria-hidden="true" />
        </GuardedButton>
      )}
    </div>
  );
}

/** What moves, or why it does not. */
function RowDetails({ app, addon }: { app: string; addon: AddonView }) {
  const { status, error, operationId, resourceId, isBusy } = addon;
  if (isBusy && operationId)
    return (
      <TableRow>
        <TableCell colSpan={6} className="bg-muted/40 py-3">
          <LazyProgress app={app} operationId={operationId} className="max-w-xl" />
        </TableCell>
      </TableRow>
    );
  if (!error) return null;
  return (
    <TableRow>
      <TableCell colSpan={6}>
        <Alert tone="danger" title={error}>
          {status === "failed" && `Nothing of ${resourceId} runs. Remove it, then add another.`}
        </Alert>
      </TableCell>
    </TableRow>
  );
}
