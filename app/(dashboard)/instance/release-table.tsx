import Link from "next/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import { TableCell, TableHead, TableRow } from "@/components/ui/table";
import { TextTable } from "@/components/ui/text-table";
import type { ReleaseView } from "@/lib/contract/releases";
import { ReleaseWave } from "./release-wave";

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
      <TableHead columns={["Release", "State", "Builds and databases"]} />
      <tbody>
        {releases.map((release) => (
          <ReleaseRow key={`${release.name} ${release.version}`} release={release} />
        ))}
      </tbody>
    </TextTable>
  );
}

function ReleaseRow({ release }: { release: ReleaseView }) {
  const { name, version, status, notice, builds } = release;
  return (
    <TableRow>
      <TableCell className="align-top font-medium">{`${name} ${version}`}</TableCell>
      <TableCell className="align-top">
        <Status tone={STATES[status].tone}>{STATES[status].words}</Status>
        {notice && <Noted {...notice} />}
      </TableCell>
      <TableCell className="align-top [overflow-wrap:anywhere]">
        {builds.length === 0 ? "No build is there." : <Builds builds={builds} />}
        <ReleaseWave release={release} />
      </TableCell>
    </TableRow>
  );
}

function Builds({ builds }: { builds: Build[] }) {
  return (
    <ul className="grid gap-2">
      {builds.map(({ build, builtFrom, source, newer, upgradesTo, fixesMissing, databases }) => (
        <li key={`${build} ${builtFrom}`}>
          <span className="font-mono">{build ?? "Unknown build"}</span>
          {builtFrom && <span className="text-muted-foreground"> of {builtFrom}</span>}
          {upgradesTo ? (
            <p>A newer build is there: {upgradesTo}.</p>
          ) : (
            newer && <p>Its source has a newer build, {newer}: make it with bin/admin engines build.</p>
          )}
          {fixesMissing && <Noted {...fixesMissing} />}
          {source && <Asked source={source} />}
          <Databases resourceIds={databases} />
        </li>
      ))}
    </ul>
  );
}

/** When a source was asked: quiet, also while it does not answer. */
function Asked({ source: { answeredAt, awaySince, reason } }: { source: NonNullable<Build["source"]> }) {
  return (
    <p className="text-muted-foreground text-xs">
      {awaySince ? (
        <>
          Its source does not answer; first noticed <RelativeTime value={awaySince} />: {reason}
        </>
      ) : (
        answeredAt && (
          <>
            Its source was asked <RelativeTime value={answeredAt} />.
          </>
        )
      )}
    </p>
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
