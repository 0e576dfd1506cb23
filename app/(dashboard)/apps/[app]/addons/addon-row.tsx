"use client";
import { ArrowRight, Trash2 } from "lucide-react";
import Link from "next/link";
import { AddonStatus } from "@/components/addons/addon-status";
import { OperationProgress } from "@/components/operations/operation-progress";
import { Alert } from "@/components/ui/alert";
import { Button, buttonVariants } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { TableCell, TableRow } from "@/components/ui/table";
import type { AddonView } from "@/lib/contract/addons";

type AddonRowProps = { app: string; addon: AddonView; onRemove: (addon: AddonView) => void };

export function AddonRow({ app, addon, onRemove }: AddonRowProps) {
  const { resourceId, planId, version, status, createdAt } = addon;
  return (
    <>
      <TableRow>
        <TableCell className="min-w-28">
          <span className="font-mono">{resourceId}</span>
          <p className="text-muted-foreground text-xs">
            Redis<span className="sm:hidden"> · {planId}</span>
            <span className="md:hidden"> · {version}</span>
          </p>
        </TableCell>
        <TableCell className="hidden sm:table-cell">{planId}</TableCell>
        <TableCell className="hidden md:table-cell">{version}</TableCell>
        <TableCell>
          <AddonStatus status={status} />
        </TableCell>
        <TableCell className="text-muted-foreground hidden whitespace-nowrap lg:table-cell">
          <RelativeTime value={createdAt} />
        </TableCell>
        <TableCell>
          <RowActions addon={addon} onRemove={onRemove} />
        </TableCell>
      </TableRow>
      <RowDetails app={app} addon={addon} />
    </>
  );
}

function RowActions({ addon, onRemove }: Omit<AddonRowProps, "app">) {
  const { resourceId, status } = addon;
  return (
    <div className="flex items-center justify-end sm:gap-2">
      {status === "running" && (
        <Link
          href={`/databases/${resourceId}`}
          prefetch={false}
          aria-label={`Link to dashboard of ${resourceId}`}
          className={buttonVariants()}
        >
          <span className="hidden sm:inline">Link to dashboard</span>
          <ArrowRight aria-hidden="true" className="sm:hidden" />
        </Link>
      )}
      {(status === "running" || status === "failed") && (
        <Button
          variant="ghost"
          size="icon"
          aria-label={`Remove ${resourceId}`}
          title="Remove"
          onClick={() => onRemove(addon)}
        >
          <Trash2 aria-hidden="true" />
        </Button>
      )}
    </div>
  );
}

/** What moves, or why it does not. */
function RowDetails({ app, addon }: { app: string; addon: AddonView }) {
  const { status, error, operationId, resourceId } = addon;
  const isMoving = status === "provisioning" || status === "removing";
  if (isMoving && operationId)
    return (
      <TableRow>
        <TableCell colSpan={6} className="bg-muted/40 py-3">
          <OperationProgress app={app} operationId={operationId} className="max-w-xl" />
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
