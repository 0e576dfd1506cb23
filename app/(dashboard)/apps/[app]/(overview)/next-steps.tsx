import { Database } from "lucide-react";
import Link from "next/link";
import { AddonStatus } from "@/components/addons/addon-status";
import { Operators } from "@/components/roles/role";
import { buttonVariants } from "@/components/ui/button-variants";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import type { AddonView } from "@/lib/contract/addons";
import type { AppView } from "@/lib/contract/apps";
import { DEFAULT_PROVIDER, engineName } from "@/lib/core/engines/names";

/** The app's databases, or how to get the first one. */
export function NextSteps({ app, addons }: { app: AppView; addons: AddonView[] }) {
  if (addons.length === 0)
    return (
      <EmptyState
        icon={Database}
        title="Give this app a Redis"
        action={
          <Operators>
            <Link
              href={`/apps/${app.name}/addons?add=${DEFAULT_PROVIDER}`}
              className={buttonVariants({ variant: "primary" })}
            >
              Add a Redis
            </Link>
          </Operators>
        }
      >
        Choose a size, and Berth starts the database and sets <Code>REDIS_URL</Code> in the app's environment.
        The app reads it when it starts; nothing else needs to be configured.
      </EmptyState>
    );
  return (
    <Section
      title="Databases"
      description={
        <>
          The app finds the address in its environment: see{" "}
          <TextLink href={`/apps/${app.name}/environment`}>Environment</TextLink>.
        </>
      }
    >
      <ul className="bg-card grid divide-y rounded-md border">
        {addons.map((addon) => (
          <li key={addon.id} className="flex flex-wrap items-center gap-x-6 gap-y-1 px-4 py-2">
            <Link href={`/databases/${addon.resourceId}`} className="text-primary font-mono hover:underline">
              {addon.resourceId}
            </Link>
            <span className="text-muted-foreground">
              {engineName(addon.engine)} {addon.version}, plan {addon.planId}
            </span>
            <AddonStatus status={addon.status} className="ml-auto" />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Code({ children }: { children: string }) {
  return <code className="text-foreground font-mono text-xs">{children}</code>;
}
