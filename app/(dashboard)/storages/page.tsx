import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { createDownloadLinkAction, restoreBackupAction, restoreIntoNewAction } from "@/app/actions/restores";
import { KeptBackups } from "@/components/backups/kept-backups";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { listPlans } from "@/lib/services/addons/list-plans";
import { listApps } from "@/lib/services/apps/list-apps";
import { listBackupsOfDeletedApps } from "@/lib/services/backups/list-backups-of-deleted-apps";
import { listLost } from "@/lib/services/backups/list-lost";
import { getRecords } from "@/lib/services/records/get-records";
import { findKeyGiven } from "@/lib/services/storages/find-key-given";
import { listStorages } from "@/lib/services/storages/list-storages";
import { requireContext } from "@/lib/web/session";
import { AddStorageForm } from "./add-storage-form";
import { LostDatabases } from "./lost-databases";
import { Records } from "./records";
import { RecoveryKey } from "./recovery-key";
import { StorageTable } from "./storage-table";

export const metadata: Metadata = { title: "Storages" };

const ACTIONS = {
  createDownloadLink: createDownloadLinkAction,
  restoreBackup: restoreBackupAction,
  restoreIntoNew: restoreIntoNewAction,
};
/** More than this nobody looks through in a list of proposals. */
const APPS_MAX = 100;

// It has no loading.tsx: what is streamed could no longer answer 404.
export default async function StoragesPage() {
  const ctx = await requireContext();
  if (!ctx.actor.isAdmin) notFound();
  const [storages, records, keyGivenAt, lost, kept, { apps }, plans] = await Promise.all([
    listStorages(ctx),
    getRecords(ctx),
    findKeyGiven(ctx),
    listLost(ctx),
    listBackupsOfDeletedApps(ctx),
    listApps(ctx, { q: "", page: 1, perPage: APPS_MAX }),
    listPlans(ctx),
  ]);
  return (
    <div className="grid gap-10">
      <PageHeader
        title="Storages"
        description="Where backups are kept: each of them has a copy in every storage."
      />
      {lost.length > 0 && (
        <Section
          title="Databases without their data"
          description="Their volumes are not on this machine. Each can be restored from its newest backup that was proven; what was written since is lost. One whose volume is brought back starts by itself."
        >
          <LostDatabases lost={lost} />
        </Section>
      )}
      <Section title="In use">
        <StorageTable storages={storages} />
      </Section>
      <Section
        title="Add a storage"
        description="It is tried first: something is written, read back and deleted. Backups that are taken from then on have a copy in it."
      >
        <AddStorageForm />
      </Section>
      <Section
        title="Berth's own records"
        description="Accounts, apps, variables, keys and the list of backups: backed up each day, and within an hour or so of a database's backup, into every storage. One counts once it was read back and loaded. All are kept for two days, the last of each day for 30. With them and the recovery key Berth comes back on another machine."
      >
        <Records records={records} isKeyGiven={keyGivenAt !== null} />
      </Section>
      <Section
        title="Recovery key"
        description="Backups are stored encrypted, and this Berth holds the key to them. If Berth's own records are lost and nobody has the recovery key, no backup can ever be read again."
      >
        <RecoveryKey givenAt={keyGivenAt} />
      </Section>
      {kept.length > 0 && (
        <Section
          title="Backups of deleted apps"
          description="Kept for 30 days after the removal. They can be restored into a new addon of any app."
        >
          <KeptBackups
            kept={kept}
            places={{ app: "", apps: apps.map(({ name }) => name), plans, catalog: ctx.catalog }}
            actions={ACTIONS}
          />
        </Section>
      )}
    </div>
  );
}
