import Link from "next/link";
import { buttonVariants } from "../ui/button-variants";

/** Shown for a link that was used, withdrawn or is too old. `children` says how to get another. */
export function DeadLink({ children }: { children: string }) {
  return (
    <>
      <div className="grid gap-1">
        <h1 className="text-2xl font-semibold tracking-tight">This link no longer works</h1>
        <p className="text-muted-foreground">It was used already, was withdrawn or is too old. {children}</p>
      </div>
      <Link href="/sign-in" className={buttonVariants({ size: "lg" })}>
        Sign in
      </Link>
    </>
  );
}
