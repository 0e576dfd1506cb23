import type { Metadata } from "next";
import Link from "next/link";
import { buttonVariants } from "@/components/ui/button-variants";
import { Mark } from "@/components/ui/mark";

export const metadata: Metadata = { title: { absolute: "Nothing here · Berth" } };

export default function NotFound() {
  return (
    <main id="content" className="mx-auto grid max-w-md justify-items-start gap-4 px-4 py-24">
      <Mark className="size-8" />
      <h1 className="text-2xl font-semibold tracking-tight">There is nothing here</h1>
      <p className="text-muted-foreground">
        The page does not exist, what it showed was removed, or you have no access to it.
      </p>
      <Link href="/apps" className={buttonVariants({ variant: "primary" })}>
        Go to your apps
      </Link>
    </main>
  );
}
