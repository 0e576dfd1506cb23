import { PageSkeleton } from "@/components/ui/skeleton";

export default function AppsLoading() {
  return <PageSkeleton rows={6} />;
}
