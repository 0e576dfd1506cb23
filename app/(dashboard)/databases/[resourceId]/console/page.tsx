import type { Metadata } from "next";
import { NotRunning, whyNotRunning } from "@/components/data/not-running";
import { NotForViewers } from "@/components/roles/viewer-note";
import { Section } from "@/components/ui/section";
import { refusalOf } from "@/lib/core/people/roles";
import { databaseOfPage } from "@/lib/web/database";
import { Console } from "./console";

export const metadata: Metadata = { title: "Console" };

type ConsolePageProps = { params: Promise<{ resourceId: string }> };

export default async function ConsolePage({ params }: ConsolePageProps) {
  const database = await databaseOfPage((await params).resourceId);
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
