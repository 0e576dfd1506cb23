import { History } from "lucide-react";
import type { Metadata } from "next";
import { ClockChoice } from "@/components/clock/clock-choice";
import { EmptyState } from "@/components/ui/empty-state";
import { Pages } from "@/components/ui/pages";
import { Section } from "@/components/ui/section";
import { ListEventsInput } from "@/lib/contract/events";
import { listEvents } from "@/lib/services/apps/list-events";
import { listEnds } from "@/lib/services/operations/list-ends";
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
  const ctx = await requireContext();
  const { events, page, hasMore } = await orNotFound(listEvents(ctx, input));
  const operationIds = events.flatMap(({ operationId }) => operationId ?? []);
  const ends = await listEnds(ctx, { app: input.app, operationIds });
  const root = `/apps/${input.app}/activity`;
  return (
    <Section title="Activity" description="Who did what, newest first." action={<ClockChoice />}>
      {events.length === 0 ? (
        <EmptyState icon={History} title={page === 1 ? "Nothing has happened yet" : "There is nothing older"}>
          Every change of the app, its variables and its databases is kept here, with who made it.
        </EmptyState>
      ) : (
        <Timeline app={input.app} events={events} ends={ends} />
      )}
      <Pages
        page={page}
        hasMore={hasMore}
        labels={{ before: "Newer", after: "Older" }}
        hrefOf={(wanted) => (wanted === 1 ? root : `${root}?page=${wanted}`)}
      />
    </Section>
  );
}
