import Link from "next/link";
import { Status } from "@/components/ui/status";
import { TableCell, TableHead, TableRow } from "@/components/ui/table";
import { TextTable } from "@/components/ui/text-table";
import type { ReleaseView } from "@/lib/contract/instance";

/** So many databases are named; of more the number tells. */
const NAMED_MAX = 10;

const STATES = {
  offered: { tone: "success", words: "Offered" },
  deprecated: { tone: "warning", words: "Deprecated" },
  withdrawn: { tone: "neutral", words: "Withdrawn" },
  unknown: { tone: "warning", words: "In no catalog" },
} as const;

type Build = ReleaseView["builds"][number];

/** Each release with its builds and the databases that run them. */
export function ReleaseTable({ releases }: { releases: ReleaseView[] }) {
  return (
    <TextTable>
      <TableHead columns={["Release", "State", "Builds, and the databases on each"]} />
      <tbody>
        {releases.map(({ name, version, status, notice, builds }) => (
          <TableRow key={`${name} ${version}`}>
            <TableCell className="align-top font-medium">{`${name} ${version}`}</TableCell>
            <TableCell className="align-top">
              <Status tone={STATES[status].tone}>{STATES[status].words}</Status>
              {notice && <Noted {...notice} />}
            </TableCell>
            <TableCell className="align-top [overflow-wrap:anywhere]">
              {builds.length === 0 ? "No build is there." : <Builds builds={builds} />}
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </TextTable>
  );
}

function Builds({ builds }: { builds: Build[] }) {
  return (
    <ul className="grid gap-2">
      {builds.map(({ build, builtFrom, newer, fixesMissing, databases }) => (
        <li key={`${build} ${builtFrom}`}>
          <span className="font-mono">{build ?? "Unknown build"}</span>
          {builtFrom && <span className="text-muted-foreground"> of {builtFrom}</span>}
          {newer && <p>A newer build is there: {newer}.</p>}
          {fixesMissing && <Noted {...fixesMissing} />}
          <Databases resourceIds={databases} />
        </li>
      ))}
    </ul>
  );
}

function Databases({ resourceIds }: { resourceIds: string[] }) {
  if (resourceIds.length === 0) return <p className="text-muted-foreground">No database</p>;
  const others = resourceIds.length - NAMED_MAX;
  return (
    <p className="flex flex-wrap gap-x-3">
      {resourceIds.slice(0, NAMED_MAX).map((resourceId) => (
        <Link key={resourceId} href={`/databases/${resourceId}`} className="underline">
          {resourceId}
        </Link>
      ))}
      {others > 0 && <span>and {others} more</span>}
    </p>
  );
}

function Noted({ reason, link }: { reason: string; link: string }) {
  return (
    <p className="text-muted-foreground text-xs">
      {reason}.{" "}
      <a href={link} className="underline" rel="noreferrer">
        Read more
      </a>
    </p>
  );
}
