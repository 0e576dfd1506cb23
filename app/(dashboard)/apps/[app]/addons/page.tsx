import { Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { createDownloadLinkAction, restoreBackupAction, restoreIntoNewAction } from "@/app/actions/restores";
import { Operators } from "@/components/roles/role";
import { buttonVariants } from "@/components/ui/button-variants";
import { Section } from "@/components/ui/section";
import { DEFAULT_PROVIDER } from "@/lib/core/engines/names";
import { listAddons } from "@/lib/services/addons/list-addons";
import { listBuiltReleases } from "@/lib/services/addons/list-built-releases";
import { listPlans } from "@/lib/services/addons/list-plans";
import { listApps } from "@/lib/services/apps/list-apps";
import { listKeptBackups } from "@/lib/services/backups/list-kept-backups";
import { orNotFound } from "@/lib/web/page";
import { requireContext } from "@/lib/web/session";
import { ADD_BUTTON_ID } from "./add-button-id";
import { AddonTable } from "./addon-table";
import { LazyAddAddonDialog } from "./lazy-dialogs";
import { RemovedAddons } from "./removed-addons";

export const metadata: Metadata = { title: "Addons" };

const ACTIONS = {
  createDownloadLink: createDownloadLinkAction,
  restoreBackup: restoreBackupAction,
  restoreIntoNew: restoreIntoNewAction,
};
/** More than this nobody looks through in a list of proposals. */
const APPS_MAX = 100;

type AddonsPageProps = {
  params: Promise<{ app: string }>;
  searchParams: Promise<{ add?: string }>;
};

export default async function AddonsPage({ params, searchParams }: AddonsPageProps) {
  const { app } = await params;
  const isAdding = (await searchParams).add === DEFAULT_PROVIDER;
  const ctx = await requireContext();
  const [addons, kept] = await Promise.all([
    orNotFound(listAddons(ctx, { app })),
    orNotFound(listKeptBackups(ctx, { appName: app })),
  ]);
  const hasKept = kept.length > 0;
  // Read with every host and app there is, for what most visits do not show.
  const [{ apps }, plans, catalog] = await Promise.all([
    hasKept ? listApps(ctx, { q: "", page: 1, perPage: APPS_MAX }) : { apps: [] },
    hasKept || isAdding ? listPlans(ctx) : [],
    isAdding ? listBuiltReleases(ctx) : null,
  ]);
  return (
    <div className="grid gap-8">
      <Section
        title="Addons"
        description="A database of its own for this app. Its address stands in the app's environment."
        action={
          <Operators>
            <Link
              id={ADD_BUTTON_ID}
              href={`/apps/${app}/addons?add=${DEFAULT_PROVIDER}`}
              scroll={false}
              className={buttonVariants({ variant: "primary" })}
            >
              <Plus aria-hidden="true" />
              Add an addon
            </Link>
          </Operators>
        }
      >
        <AddonTable app={app} initial={addons} plans={ctx.plans} />
        <Operators>
          {catalog && (
            <LazyAddAddonDialog app={app} plans={plans} catalog={catalog} requestKey={crypto.randomUUID()} />
          )}
        </Operators>
      </Section>
      <RemovedAddons
        initial={kept}
        places={{ app, apps: apps.map(({ name }) => name), plans, catalog: ctx.catalog }}
        actions={ACTIONS}
      />
    </div>
  );
}
