import { Anchor, Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { LiveForm } from "@/components/lists/live-form";
import { buttonVariants } from "@/components/ui/button-variants";
import { EmptyState } from "@/components/ui/empty-state";
import { Input } from "@/components/ui/input";
import { PageHeader } from "@/components/ui/page-header";
import { Pages } from "@/components/ui/pages";
import { ListAppsInput } from "@/lib/contract/apps";
import { listApps } from "@/lib/services/apps/list-apps";
import { requireContext } from "@/lib/web/session";
import { AppTable } from "./app-table";

export const metadata: Metadata = { title: "Apps" };

const SEARCHED = "App, image or database";

type AppsPageProps = { searchParams: Promise<{ q?: string; page?: string }> };

export default async function AppsPage({ searchParams }: AppsPageProps) {
  const input = ListAppsInput.parse(await searchParams);
  const { apps, page, pages, hasMore, total } = await listApps(await requireContext(), input);
  const { q } = input;
  const hrefOf = (wanted: number) =>
    `/apps?${new URLSearchParams({ ...(q && { q }), page: String(wanted) })}`;
  // There is no such page any more: the address says which is shown.
  if (page > pages) redirect(hrefOf(pages));
  const newApp = (
    <Link href="/apps/new" className={buttonVariants({ variant: "primary" })}>
      <Plus aria-hidden="true" />
      New app
    </Link>
  );
  if (apps.length === 0 && page === 1 && q === "")
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
      <PageHeader title="Apps" description={total === 1 ? "1 app" : `${total} apps`} actions={newApp} />
      <LiveForm path="/apps" isNarrowed={q !== ""}>
        <Input
          type="search"
          name="q"
          defaultValue={q}
          aria-label={SEARCHED}
          placeholder={SEARCHED}
          className="max-w-sm flex-1 basis-52"
        />
      </LiveForm>
      {apps.length === 0 ? (
        <p className="text-muted-foreground">
          No app of yours has “{q}” in its name, its image or its databases.
        </p>
      ) : (
        <AppTable apps={apps} />
      )}
      <Pages
        page={page}
        pages={pages}
        hasMore={hasMore}
        labels={{ before: "Previous", after: "Next" }}
        hrefOf={hrefOf}
      />
    </div>
  );
}
