import type { Metadata } from "next";
import { NotRunning, whyNotRunning } from "@/components/data/not-running";
import { NotForViewers } from "@/components/roles/viewer-note";
import { cn } from "@/components/ui/cn";
import { DATABASES } from "@/lib/core/keys/numbers";
import { refusalOf } from "@/lib/core/people/roles";
import { databaseOfPage } from "@/lib/web/database";
import { KeyBrowser } from "./key-browser";
import { KeyPanel } from "./key-panel";

export const metadata: Metadata = { title: "Keys" };

type KeysPageProps = {
  params: Promise<{ resourceId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const textOf = (value: string | string[] | undefined): string => (typeof value === "string" ? value : "");

/** The first one for what is no number of a database. */
function numberOf(value: string | string[] | undefined): number {
  const db = Number(textOf(value));
  return Number.isInteger(db) && db >= 0 && db < DATABASES ? db : 0;
}

export default async function KeysPage({ params, searchParams }: KeysPageProps) {
  const database = await databaseOfPage((await params).resourceId);
  const refusal = refusalOf(database, "operate");
  if (refusal) return <NotForViewers>{refusal}</NotForViewers>;
  const why = whyNotRunning(database);
  if (why) return <NotRunning>{why}</NotRunning>;
  const asked = await searchParams;
  const place = { resourceId: database.resourceId, db: numberOf(asked.db) };
  const filter = { pattern: textOf(asked.pattern), type: textOf(asked.type) };
  const key = textOf(asked.key);
  return (
    <div className={cn("grid min-w-0 gap-8", key !== "" && "lg:grid-cols-2 lg:items-start")}>
      <KeyBrowser place={place} filter={filter} selected={key} />
      {key !== "" && <KeyPanel key={`${place.db} ${key}`} place={place} filter={filter} name={key} />}
    </div>
  );
}
