import { Database } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { buttonVariants } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Pages } from "@/components/ui/pages";
import { ListDatabasesInput } from "@/lib/contract/database-list";
import { offeredPlans } from "@/lib/core/plans/catalog";
import { listDatabases } from "@/lib/services/databases/list-databases";
import { requireContext } from "@/lib/web/session";
import { DatabaseTable } from "./database-table";
import { ListForm } from "./list-form";

export const metadata: Metadata = { title: "Databases" };

type DatabasesPageProps = { searchParams: Promise<Record<string, string>> };

export default async function DatabasesPage({ searchParams }: DatabasesPageProps) {
  const given = await searchParams;
  const input = ListDatabasesInput.parse(given);
  const ctx = await requireContext();
  const { databases, page, pages, total } = await listDatabases(ctx, input);
  const isNarrowed = input.q !== "" || input.filter !== "all" || input.plan !== "";
  if (total === 0 && !isNarrowed)
    return (
      <div className="grid gap-6">
        <PageHeader title="Databases" />
        <EmptyState
          icon={Database}
          title="No database yet"
          action={
            <Link href="/apps" className={buttonVariants({ variant: "primary" })}>
              Choose an app
            </Link>
          }
        >
          A database belongs to an app: open the app, and add one under Addons.
        </EmptyState>
      </div>
    );
  return (
    <div className="grid gap-6">
      <PageHeader title="Databases" description={total === 1 ? "1 database" : `${total} databases`} />
      <ListForm input={input} plans={offeredPlans(ctx.plans).map(({ id }) => id)} />
      {databases.length === 0 ? (
        <p className="text-muted-foreground">None of your databases is like that.</p>
      ) : (
        <DatabaseTable databases={databases} />
      )}
      <Pages
        page={page}
        pages={pages}
        hasMore={page < pages}
        labels={{ before: "Previous", after: "Next" }}
        hrefOf={(wanted) => `/databases?${new URLSearchParams({ ...given, page: String(wanted) })}`}
      />
    </div>
  );
}
