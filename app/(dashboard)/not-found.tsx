import type { Metadata } from "next";
import Link from "next/link";
import { buttonVariants } from "@/components/ui/button-variants";
import { PageHeader } from "@/components/ui/page-header";

export const metadata: Metadata = { title: { absolute: "Nothing here · Berth" } };

export default function DashboardNotFound() {
  return (
    <div className="grid justify-items-start gap-4">
      <PageHeader
        title="There is nothing here"
        description="The page does not exist, what it showed was removed, or you have no access to it."
      />
      <Link href="/apps" className={buttonVariants({ variant: "primary" })}>
        Go to your apps
      </Link>
    </div>
  );
}
