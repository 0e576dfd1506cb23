import { Anchor, Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { Button, buttonVariants } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Input } from "@/components/ui/input";
import { PageHeader } from "@/components/ui/page-header";
import { Pages } from "@/components/ui/pages";
import { ListAppsInput } from "@/lib/contract/apps";
import { listApps } from "@/lib/services/apps/list-apps";
import { requireContext } from "@/lib/web/session";
import { AppTable } from "./app-table";

export const metadata: Metadata = { title: "Apps" };

type AppsPageProps = { searchParams: Promise<{ q?: string; page?: string }> };

export default async function AppsPage({ searchParams }: AppsPageProps) {
  const input = ListAppsInput.parse(await searchParams);
  const { apps, page, hasMore, total } = await listApps(await requireContext(), input);
  const { q } = input;
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
      <PageHeader
        title="Apps"
        description={hasMore || page > 1 ? `${total} apps` : undefined}
        actions={newApp}
      />
      {(hasMore || page > 1 || q !== "") && <SearchForm q={q} />}
      {apps.length === 0 ? (
        <p className="text-muted-foreground">
          No app of yours has “{q}” in its name, its image or its databases.
        </p>
      ) : (
        <AppTable apps={apps} />
      )}
      <Pages
        page={page}
        hasMore={hasMore}
        labels={{ before: "Previous", after: "Next" }}
        hrefOf={(wanted) => `/apps?${new URLSearchParams({ ...(q && { q }), page: String(wanted) })}`}
      />
    </div>
  );
}

/** Shown once there is more than a page: a list that fits is read faster than it is searched. */
function SearchForm({ q }: { q: string }) {
  return (
    <search>
      <form className="flex max-w-sm items-center gap-2">
        <Input
          type="search"
          name="q"
          defaultValue={q}
          aria-label="App, image or database"
          placeholder="App, image or database"
        />
        <Button type="submit">Search</Button>
      </form>
    </search>
  );
}
