import { ExternalLink } from "lucide-react";
import { Fact, Facts } from "@/components/ui/facts";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import type { AppView } from "@/lib/contract/apps";

/** `hostName` is the one under which the browser reached Berth, which is also a host of the Swarm. */
export function AppFacts({ app, hostName }: { app: AppView; hostName: string }) {
  const address = `http://${hostName}:${app.publishedPort}`;
  return (
    <Section title="About this app">
      <Facts>
        {app.publishedPort !== null && (
          <Fact name="Address">
            <a
              href={address}
              target="_blank"
              rel="noreferrer"
              className="text-primary inline-flex items-center gap-1 hover:underline"
            >
              {address}
              <ExternalLink aria-label="(opens a new tab)" className="size-3.5" />
            </a>
          </Fact>
        )}
        {app.command && (
          <Fact name="Command">
            <code className="font-mono text-xs">{app.command}</code>
          </Fact>
        )}
        <Fact name="Owner">{app.ownerEmail}</Fact>
        <Fact name="Created">
          <RelativeTime value={app.createdAt} />
        </Fact>
      </Facts>
    </Section>
  );
}
