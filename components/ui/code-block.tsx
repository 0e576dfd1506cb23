import { cn } from "./cn";
import { CopyButton } from "./copy-button";

/** Lines to be copied into a program or a terminal. */
export function CodeBlock({ title, code, className }: { title: string; code: string; className?: string }) {
  return (
    <figure className={cn("grid overflow-hidden rounded-md border", className)}>
      <figcaption className="bg-muted/60 flex items-center justify-between border-b py-0.5 pr-1 pl-3 text-xs font-medium">
        {title}
        <CopyButton text={code} what={`the ${title} lines`} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard. */}
      <pre tabIndex={0} className="overflow-x-auto px-3 py-2 font-mono text-xs leading-5 -outline-offset-2">
        {code}
      </pre>
    </figure>
  );
}
