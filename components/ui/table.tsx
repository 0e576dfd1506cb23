import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

/** A dense table; scrolls sideways by itself when it must. */
export function Table({ className, ...props }: ComponentProps<"table">) {
  return (
    <div className="bg-card relative overflow-x-auto rounded-md border">
      <table className={cn("w-full border-collapse text-left tabular-nums", className)} {...props} />
    </div>
  );
}

export function TableHeading({ className, ...props }: ComponentProps<"th">) {
  return (
    <th
      scope="col"
      className={cn(
        "bg-muted/60 text-muted-foreground h-9 border-b px-3 text-xs font-medium whitespace-nowrap first:pl-4 last:pr-4",
        className,
      )}
      {...props}
    />
  );
}

/** From which width on a column is shown. */
const SHOWN_FROM = {
  sm: "hidden sm:table-cell",
  md: "hidden md:table-cell",
  lg: "hidden lg:table-cell",
};

/** A name alone, or with what is special: `isUnseen` leaves it to screen readers, `content` stands in its place. */
type Column =
  | string
  | {
      name: string;
      from?: keyof typeof SHOWN_FROM;
      isUnseen?: boolean;
      content?: ReactNode;
      className?: string;
    };

/** The column of what can be done with a row. */
export const ACTIONS: Column = { name: "Actions", isUnseen: true };

export function TableHead({ columns }: { columns: readonly Column[] }) {
  return (
    <thead>
      <tr>
        {columns
          .map((column) => (typeof column === "string" ? { name: column } : column))
          .map(({ name, from, isUnseen, content, className }) => (
            <TableHeading key={name} className={cn(from && SHOWN_FROM[from], className)}>
              {content ?? (isUnseen ? <span className="sr-only">{name}</span> : name)}
            </TableHeading>
          ))}
      </tr>
    </thead>
  );
}

export function TableRow({ className, ...props }: ComponentProps<"tr">) {
  return <tr className={cn("border-b last:border-b-0", className)} {...props} />;
}

export function TableCell({ className, ...props }: ComponentProps<"td">) {
  return <td className={cn("px-3 py-2 align-middle first:pl-4 last:pr-4", className)} {...props} />;
}
