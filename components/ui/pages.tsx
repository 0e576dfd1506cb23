import Link from "next/link";
import { buttonVariants } from "./button-variants";

/** Links to the page before and after; nothing when there is only one. `hrefOf` gives the address of a page, 1-based. */
export function Pages({
  page,
  hasMore,
  pages,
  labels,
  hrefOf,
}: {
  page: number;
  hasMore: boolean;
  /** How many there are, where that is known. */
  pages?: number;
  labels: { before: string; after: string };
  hrefOf: (page: number) => string;
}) {
  if (page === 1 && !hasMore) return null;
  return (
    <nav aria-label="Pages" className="flex items-center gap-2">
      {page > 1 && (
        <Link href={hrefOf(page - 1)} className={buttonVariants()}>
          {labels.before}
        </Link>
      )}
      {hasMore && (
        <Link href={hrefOf(page + 1)} className={buttonVariants()}>
          {labels.after}
        </Link>
      )}
      <span className="text-muted-foreground text-xs tabular-nums">
        Page {page}
        {pages !== undefined && ` of ${pages}`}
      </span>
    </nav>
  );
}
