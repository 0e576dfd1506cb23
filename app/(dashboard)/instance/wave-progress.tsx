import { TextLink } from "@/components/ui/text-link";
import type { WavePartStatus } from "@/lib/core/waves/wave";

type Part = { resourceId: string; appName: string; operationId: string | null; status: WavePartStatus };

type WaveProgressProps = {
  /** How it is: "Its databases are being moved". */
  words: string;
  /** "moved" */
  done: string;
  parts: readonly Part[];
  reason: string | null;
};

/** How far work on many databases is, those under way by their operations, and why it went no further. */
export function WaveProgress({ words, done, parts, reason }: WaveProgressProps) {
  const count = (wanted: WavePartStatus) => parts.filter(({ status }) => status === wanted).length;
  const waiting = count("waiting");
  const underWay = parts.filter(({ status }) => status === "queued" || status === "running");
  return (
    <div role="status" className="text-xs">
      <p>
        {words}: {count("succeeded").toLocaleString("en")} {done}
        {underWay.map(({ resourceId, appName, operationId }) => (
          <span key={resourceId}>
            , <TextLink href={`/apps/${appName}/operations/${operationId}`}>{resourceId}</TextLink> under way
          </span>
        ))}
        {waiting > 0 && `, ${waiting.toLocaleString("en")} waiting for the window`}.
      </p>
      {reason && <p className="text-destructive max-w-80 [overflow-wrap:anywhere]">{reason}</p>}
    </div>
  );
}
