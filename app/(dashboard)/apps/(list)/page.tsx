import { Anchor, Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { buttonVariants } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { listApps } from "@/lib/services/apps/list-apps";
import { requireContext } from "@/lib/web/session";
import { AppTable } from "./app-table";

export const metadata: Metadata = { title: "Apps" };

export default async function AppsPage() {
  const apps = await listApps(await requireContext());
  const newApp = (
    <Link href="/apps/new" className={buttonVariants({ variant: "primary" })}>
      <Plus aria-hidden="true" />
      New app
    </Link>
  );
  if (apps.length === 0)
    return (
      <div className="grid gap-6">
        <PageHeader title="Apps" />
        <EmptyState icon={Anchor} title="Start with an app" action={newApp}>
          An app is something of yours that runs and needs a Redis. Berth gives it one and puts the address
          into the app's environment.
        </EmptyState>
      </div>
    );
  return (
    <div className="grid gap-6">
      <PageHeader title="Apps" actions={newApp} />
      <AppTable apps={apps} />
    </div>
  );
}
