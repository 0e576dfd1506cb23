"use client";
import { useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { OperationProgress } from "@/components/operations/operation-progress";
import { Button } from "@/components/ui/button";
import { buttonVariants } from "@/components/ui/button-variants";
import { DialogFooter, ProgressBody } from "@/components/ui/dialog";
import type { AddedAddonView } from "@/lib/contract/addons";

type AddedAddonProps = { app: string; added: AddedAddonView; onClose: () => void };

export function AddedAddon({ app, added, onClose }: AddedAddonProps) {
  const client = useQueryClient();
  const { resourceId } = added.addon;
  return (
    <>
      <ProgressBody>
        <OperationProgress
          app={app}
          operationId={added.operationId}
          onProgress={() => void client.invalidateQueries({ queryKey: ["apps", app, "addons"] })}
        >
          <div className="bg-accent flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md px-4 py-3">
            <p className="flex-1">
              The address is in the app's environment. <span className="font-mono">{resourceId}</span> is
              ready.
            </p>
            <Link href={`/databases/${resourceId}`} className={buttonVariants({ variant: "primary" })}>
              Link to dashboard
            </Link>
          </div>
        </OperationProgress>
      </ProgressBody>
      <DialogFooter>
        <Button onClick={onClose}>Close</Button>
      </DialogFooter>
    </>
  );
}
