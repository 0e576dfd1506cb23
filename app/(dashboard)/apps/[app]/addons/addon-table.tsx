"use client";
import { useQuery } from "@tanstack/react-query";
import { Database } from "lucide-react";
import { useState } from "react";
import { changePlanAction } from "@/app/actions/change-plan";
import { addonsQuery } from "@/components/addons/queries";
import { LazyChangePlanDialog } from "@/components/databases/lazy-dialogs";
import { EmptyState } from "@/components/ui/empty-state";
import { ACTIONS, Table, TableHead } from "@/components/ui/table";
import type { AddonView } from "@/lib/contract/addons";
import { findKnown, type Plan } from "@/lib/core/plans/catalog";
import { AddonRow } from "./addon-row";
import { LazyRemoveAddonDialog } from "./lazy-dialogs";

type AddonTableProps = { app: string; initial: AddonView[]; plans: readonly Plan[] };

/** The app's addons, kept up while one looks. The dialogs stand here because a row goes away with its addon. */
export function AddonTable({ app, initial, plans }: AddonTableProps) {
  const { data: addons, error } = useQuery(addonsQuery(app, initial));
  const [changed, setChanged] = useState<AddonView | null>(null);
  const [removed, setRemoved] = useState<AddonView | null>(null);
  return (
    <div className="grid gap-2">
      {addons.length === 0 ? (
        <EmptyState icon={Database} title="No addon yet">
          Add a Redis: choose a size, and a minute later the app can write into its own database. Nothing has
          to be installed or configured.
        </EmptyState>
      ) : (
        <Table>
          <TableHead
            columns={[
              "Database",
              { name: "Plan", from: "sm" },
              { name: "Version", from: "md" },
              "Status",
              { name: "Added", from: "lg" },
              ACTIONS,
            ]}
          />
          <tbody>
            {addons.map((addon) => (
              <AddonRow key={addon.id} app={app} addon={addon} onChange={setChanged} onRemove={setRemoved} />
            ))}
          </tbody>
        </Table>
      )}
      {error && <p className="text-muted-foreground text-xs">As last seen: {error.message}</p>}
      {changed && (
        <LazyChangePlanDialog
          app={app}
          resourceId={changed.resourceId}
          plans={plans}
          action={changePlanAction}
          onClose={() => setChanged(null)}
        />
      )}
      {removed && (
        <LazyRemoveAddonDialog
          app={app}
          addon={removed}
          hasBackups={findKnown(plans, removed.planId)?.hasBackups ?? false}
          onClose={() => setRemoved(null)}
        />
      )}
    </div>
  );
}
