"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import type { BackupActions, RestorePlaces } from "@/components/backups/backup-actions";
import { keptBackupsQuery } from "@/components/backups/kept-query";
import { LazyKeptBackups } from "@/components/backups/lazy-kept-backups";
import { Section } from "@/components/ui/section";
import type { KeptBackupsView } from "@/lib/contract/backups";

type RemovedAddonsProps = {
  initial: KeptBackupsView[];
  places: Omit<RestorePlaces, "own">;
  actions: BackupActions;
};

/** What is kept of removed addons, kept up while one looks; nothing where there is none. */
export function RemovedAddons({ initial, places, actions }: RemovedAddonsProps) {
  const { data: kept } = useQuery(keptBackupsQuery(places.app, initial));
  const router = useRouter();
  const isFirst = initial.length === 0 && kept.length > 0;
  // Where it can go is read with the page, once there is something.
  useEffect(() => {
    if (isFirst) router.refresh();
  }, [isFirst, router]);
  if (kept.length === 0 || isFirst) return null;
  return (
    <Section
      title="Backups of removed addons"
      description="Kept for 30 days after the removal. Each can be restored into a new addon, of this app or another."
    >
      <LazyKeptBackups kept={kept} places={places} actions={actions} />
    </Section>
  );
}
