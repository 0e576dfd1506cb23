"use client";
import { useQuery } from "@tanstack/react-query";
import { ArrowRightLeft, ArrowUp, ShieldCheck } from "lucide-react";
import { useState } from "react";
import { databaseTitle, EngineNote } from "@/components/databases/engine-names";
import { changesQuery } from "@/components/databases/queries";
import { Card } from "@/components/ui/card";
import { GuardedButton } from "@/components/ui/guarded-button";
import { LazyDialog } from "@/components/ui/lazy-dialog";
import type { DatabaseView } from "@/lib/contract/databases";

const loadEngineDialog = () => import("./engine-dialog").then(({ EngineDialog }) => EngineDialog);
const loadUpgradeDialog = () => import("./upgrade-dialog").then(({ UpgradeDialog }) => UpgradeDialog);

type VersionCardProps = {
  database: DatabaseView;
  /** Of the present version; null where it runs the newest. */
  newerBuild: string | null;
  refusal: string | null;
};

/** The present version; a newer build of it, the newest one and another engine a click away. */
export function VersionCard({ database, newerBuild, refusal }: VersionCardProps) {
  const [wanted, setWanted] = useState<string | null>(null);
  const [isLeaving, setIsLeaving] = useState(false);
  const { data: changes } = useQuery({ ...changesQuery(database.resourceId), enabled: refusal === null });
  const others = changes?.otherEngines ?? [];
  const { version, laterVersions } = database;
  const newest = laterVersions.at(-1);
  return (
    <Card id="version" className="grid scroll-mt-20 content-between gap-4">
      <div className="grid gap-1 tabular-nums">
        <h3 className="text-muted-foreground text-xs">Version</h3>
        <p className="text-lg font-semibold">{databaseTitle(database)}</p>
        <EngineNote database={database} />
        <p className="text-muted-foreground">
          {newest ? `${laterVersions.join(" and ")} available` : "The newest version on offer"}
        </p>
        {newerBuild && <p>Security update: build {newerBuild} of this version is there.</p>}
      </div>
      {(newest || newerBuild || others.length > 0) && (
        <div className="flex flex-wrap gap-2">
          {newerBuild && (
            <GuardedButton refusal={refusal} aria-haspopup="dialog" onClick={() => setWanted(version)}>
              <ShieldCheck aria-hidden="true" />
              Take the security update
            </GuardedButton>
          )}
          {newest && (
            <GuardedButton refusal={refusal} aria-haspopup="dialog" onClick={() => setWanted(newest)}>
              <ArrowUp aria-hidden="true" />
              Upgrade to {newest}
            </GuardedButton>
          )}
          {others.length > 0 && (
            <GuardedButton refusal={refusal} aria-haspopup="dialog" onClick={() => setIsLeaving(true)}>
              <ArrowRightLeft aria-hidden="true" />
              Change the engine
            </GuardedButton>
          )}
        </div>
      )}
      {wanted !== null && (
        <LazyDialog
          title="Upgrade"
          load={loadUpgradeDialog}
          props={{ database, wanted, onClose: () => setWanted(null) }}
        />
      )}
      {isLeaving && (
        <LazyDialog
          title="Change the engine"
          load={loadEngineDialog}
          props={{ database, onClose: () => setIsLeaving(false) }}
        />
      )}
    </Card>
  );
}
