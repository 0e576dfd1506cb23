import { Database } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { buttonVariants } from "@/components/ui/button-variants";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Pages } from "@/components/ui/pages";
import { type DatabaseListItem, ListDatabasesInput } from "@/lib/contract/database-list";
import type { Catalog } from "@/lib/core/engines/catalog/release";
import { ENGINES } from "@/lib/core/engines/engines";
import { offeredVersions } from "@/lib/core/engines/versions";
import { offeredPlans, type Plan } from "@/lib/core/plans/catalog";
import { formatBytes } from "@/lib/core/units";
import { listDatabases } from "@/lib/services/databases/list-databases";
import { requireContext } from "@/lib/web/session";
import { ChooseMany } from "./choose-many";
import { DatabaseTable } from "./database-table";
import { ListForm } from "./list-form";
import type { ManyTargets } from "./many-dialog";

export const metadata: Metadata = { title: "Databases" };

type DatabasesPageProps = { searchParams: Promise<Record<string, string>> };

export default async function DatabasesPage({ searchParams }: DatabasesPageProps) {
  const given = await searchParams;
  const input = ListDatabasesInput.parse(given);
  const ctx = await requireContext();
  const { databases, hosts, page, pages, total } = await listDatabases(ctx, input);
  const hrefOf = (wanted: number) => `/databases?${new URLSearchParams({ ...given, page: String(wanted) })}`;
  // There is no such page any more: the address says which is shown.
  if (page < input.page) redirect(hrefOf(page));
  const isNarrowed = input.q !== "" || input.filter !== "all" || input.plan !== "" || input.host !== "";
  const plans = offeredPlans(ctx.plans);
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
      <ListForm input={input} plans={plans.map(({ id }) => id)} hosts={hosts} isNarrowed={isNarrowed} />
      {databases.length === 0 ? (
        <p className="text-muted-foreground">None of your databases is like that.</p>
      ) : (
        <ChooseMany
          resourceIds={databases.map(({ resourceId }) => resourceId)}
          targets={targetsOf(databases, plans, ctx.catalog)}
        >
          <DatabaseTable databases={databases} />
        </ChooseMany>
      )}
      <Pages
        page={page}
        pages={pages}
        hasMore={page < pages}
        labels={{ before: "Previous", after: "Next" }}
        hrefOf={hrefOf}
      />
    </div>
  );
}

/** Versions of those engines alone that the databases have: a version says nothing to another. */
const targetsOf = (
  databases: readonly DatabaseListItem[],
  plans: readonly Plan[],
  catalog: Catalog,
): ManyTargets => ({
  versions: ENGINES.filter(({ provider }) => databases.some(({ engine }) => engine === provider)).flatMap(
    (engine) => offeredVersions(catalog, engine).toReversed(),
  ),
  plans: plans.map(({ id, maxMemoryBytes, clientsMax }) => ({
    id,
    words: `${id}: ${formatBytes(maxMemoryBytes)}, ${clientsMax.toLocaleString("en")} connections`,
  })),
});
