import type { ComponentProps } from "react";
import { cn } from "./cn";

/** A dense table; scrolls sideways by itself when it must. */
export function Table({ className, ...props }: ComponentProps<"table">) {
  return (
    <div className="bg-card relative overflow-x-auto rounded-md border">
      <table className={cn("w-full border-collapse text-left tabular-nums", className)} {...props} />
    </div>
  );
}

export function TableHead({ className, ...props }: ComponentProps<"th">) {
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

export function TableRow({ className, ...props }: ComponentProps<"tr">) {
  return <tr className={cn("border-b last:border-b-0", className)} {...props} />;
}

export function TableCell({ className, ...props }: ComponentProps<"td">) {
  return <td className={cn("px-3 py-2 align-middle first:pl-4 last:pr-4", className)} {...props} />;
}
