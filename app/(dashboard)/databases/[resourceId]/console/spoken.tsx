import { Spinner } from "@/components/ui/spinner";
import { formatBytes } from "@/lib/core/units";
import { ReplyView } from "./reply-view";
import type { SpokenLine } from "./use-console";

const KEPT_BYTES = 1_048_576;

/** A line and its reply. */
export function Spoken({ line }: { line: SpokenLine }) {
  const { db, text, answer, refusal } = line;
  return (
    <li className="grid min-w-0 gap-1 font-mono text-xs leading-5">
      <p className="break-all">
        <span className="text-muted-foreground">{db}&gt; </span>
        <strong className="font-semibold">{text}</strong>
      </p>
      {refusal !== undefined && <p className="text-destructive font-sans">{refusal}</p>}
      {answer && (
        <>
          <ReplyView reply={answer.reply} />
          <p className="text-muted-foreground font-sans">
            {answer.ms.toFixed(1)} ms, {formatBytes(answer.reply_bytes)}
            {answer.reply_bytes > KEPT_BYTES && ": cut, only the first MiB is shown"}
          </p>
        </>
      )}
      {!answer && refusal === undefined && <Spinner />}
    </li>
  );
}
