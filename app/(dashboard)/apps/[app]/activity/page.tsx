import { History } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { buttonVariants } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { ListEventsInput } from "@/lib/contract/apps";
import { listEvents } from "@/lib/services/apps/list-events";
import { orNotFound } from "@/lib/web/page";
import { requireContext } from "@/lib/web/session";
import { Timeline } from "./timeline";

export const metadata: Metadata = { title: "Activity" };

type ActivityPageProps = {
  params: Promise<{ app: string }>;
  searchParams: Promise<{ page?: string }>;
};

export default async function ActivityPage({ params, searchParams }: ActivityPageProps) {
  const input = ListEventsInput.parse({ ...(await params), page: (await searchParams).page });
  const { events, page, hasMore } = await orNotFound(listEvents(await requireContext(), input));
  const root = `/apps/${input.app}/activity`;
  return (
    <Section title="Activity" description="Who did what, newest first.">
      {events.length === 0 ? (
        <EmptyState icon={History} title={page === 1 ? "Nothing has happened yet" : "There is nothing older"}>
          Every change of the app, its variables and its databases is kept here, with who made it.
        </EmptyState>
      ) : (
        <Timeline app={input.app} events={events} />
      )}
      {(page > 1 || hasMore) && (
        <nav aria-label="Pages" className="flex items-center gap-2">
          {page > 1 && (
            <Link href={page === 2 ? root : `${root}?page=${page - 1}`} className={buttonVariants()}>
              Newer
            </Link>
          )}
          {hasMore && (
            <Link href={`${root}?page=${page + 1}`} className={buttonVariants()}>
              Older
            </Link>
          )}
          <span className="text-muted-foreground text-xs tabular-nums">Page {page}</span>
        </nav>
      )}
    </Section>
  );
}
