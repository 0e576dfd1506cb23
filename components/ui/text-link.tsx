import Link from "next/link";
import type { ComponentProps } from "react";
import { cn } from "./cn";

/** A link within a sentence, underlined so that colour is not its only sign. */
export function TextLink({ className, ...props }: ComponentProps<typeof Link>) {
  return <Link className={cn("text-primary underline underline-offset-2", className)} {...props} />;
}
