import type { Metadata } from "next";
import { NotRunning, whyNotRunning } from "@/components/data/not-running";
import { NotForViewers } from "@/components/roles/viewer-note";
import { Section } from "@/components/ui/section";
import { refusalOf } from "@/lib/core/people/roles";
import { getDatabase } from "@/lib/services/databases/get-database";
import { orNotFound } from "@/lib/web/page";
import { requireContext } from "@/lib/web/session";
import { Console } from "./console";

export const metadata: Metadata = { title: "Console" };

type ConsolePageProps = { params: Promise<{ resourceId: string }> };

export default async function ConsolePage({ params }: ConsolePageProps) {
  const database = await orNotFound(getDatabase(await requireContext(), await params));
  const refusal = refusalOf(database, "operate");
  if (refusal) return <NotForViewers>{refusal}</NotForViewers>;
  const why = whyNotRunning(database);
  if (why) return <NotRunning>{why}</NotRunning>;
  return (
    <Section
      title="Console"
      description="One line at a time, as with redis-cli, with the rights of the database's own user. Every line is noted in the app's activity."
    >
      <Console resourceId={database.resourceId} />
    </Section>
  );
}
