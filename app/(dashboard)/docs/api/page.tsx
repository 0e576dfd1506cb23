import type { Metadata } from "next";
import { CodeBlock } from "@/components/ui/code-block";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { apiReference } from "@/lib/contract/api/reference";
import { requestOrigin } from "@/lib/web/request-origin";
import { requireContext } from "@/lib/web/session";
import { FieldTable } from "./field-table";
import { RouteSection } from "./route-section";

export const metadata: Metadata = { title: "API" };

const firstCall = (origin: string): string => `curl -u ":$TOKEN" ${origin}/v1/apps

JWT=$(curl -s -X POST -u ":$TOKEN" ${origin}/v1/tokens/exchange | sed 's/.*:"\\(.*\\)".*/\\1/')
curl -H "Authorization: Bearer $JWT" ${origin}/v1/apps`;

export default async function ApiPage() {
  await requireContext();
  const { tags, objects } = apiReference();
  const names = new Set(objects.map(({ name }) => name));
  const origin = await requestOrigin();
  return (
    <div className="grid gap-10">
      <PageHeader
        title="API"
        description={
          <>
            Everything that the pages do, for programs. Make a token on your{" "}
            <TextLink href="/account">account page</TextLink>; the same as{" "}
            <TextLink href="/v1/openapi.json" prefetch={false}>
              OpenAPI 3.1
            </TextLink>
            .
          </>
        }
      />
      <Section title="First call">
        <CodeBlock title="Shell" code={firstCall(origin)} />
        <p className="text-muted-foreground max-w-3xl">
          A refusal says why in error and code, with errors by field for a 422. Every answer has X-Request-Id.
          What takes time answers at once: follow Location or operation_id. A POST with an Idempotency-Key can
          be sent again safely for a day.
        </p>
      </Section>
      <nav aria-label="Parts of the API" className="flex flex-wrap gap-4">
        {tags.map(({ name }) => (
          <TextLink key={name} href={`#${name}`}>
            {name}
          </TextLink>
        ))}
        <TextLink href="#Objects">Objects</TextLink>
      </nav>
      {tags.map(({ name, routes }) => (
        <div key={name} id={name}>
          <Section title={name}>
            <div className="grid gap-8">
              {routes.map((route) => (
                <RouteSection key={route.id} route={route} objects={names} />
              ))}
            </div>
          </Section>
        </div>
      ))}
      <div id="Objects">
        <Section title="Objects" description="What several routes answer.">
          <div className="grid gap-8">
            {objects.map(({ name, fields }) => (
              <section key={name} id={name} className="grid min-w-0 gap-3">
                <h3 className="font-mono text-sm font-semibold">{name}</h3>
                <FieldTable title="Field" fields={fields} objects={names} />
              </section>
            ))}
          </div>
        </Section>
      </div>
    </div>
  );
}
