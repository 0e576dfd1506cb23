import { Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { buttonVariants } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { DEFAULT_PROVIDER } from "@/lib/core/engines/engines";
import { listAddons } from "@/lib/services/addons/list-addons";
import { listPlans } from "@/lib/services/addons/list-plans";
import { orNotFound } from "@/lib/web/page";
import { requireContext } from "@/lib/web/session";
import { ADD_BUTTON_ID } from "./add-button-id";
import { AddonTable } from "./addon-table";
import { LazyAddAddonDialog } from "./lazy-dialogs";

export const metadata: Metadata = { title: "Addons" };

type AddonsPageProps = {
  params: Promise<{ app: string }>;
  searchParams: Promise<{ add?: string }>;
};

export default async function AddonsPage({ params, searchParams }: AddonsPageProps) {
  const { app } = await params;
  const isAdding = (await searchParams).add === DEFAULT_PROVIDER;
  const ctx = await requireContext();
  const [addons, plans] = await Promise.all([
    orNotFound(listAddons(ctx, { app })),
    isAdding ? listPlans(ctx) : null,
  ]);
  return (
    <Section
      title="Addons"
      description="A database of its own for this app. Its address stands in the app's environment."
      action={
        <Link
          id={ADD_BUTTON_ID}
          href={`/apps/${app}/addons?add=${DEFAULT_PROVIDER}`}
          scroll={false}
          className={buttonVariants({ variant: "primary" })}
        >
          <Plus aria-hidden="true" />
          Add an addon
        </Link>
      }
    >
      <AddonTable app={app} initial={addons} plans={ctx.plans} />
      {plans && <LazyAddAddonDialog app={app} plans={plans} requestKey={crypto.randomUUID()} />}
    </Section>
  );
}
