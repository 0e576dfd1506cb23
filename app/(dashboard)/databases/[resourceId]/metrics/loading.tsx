import { PageSkeleton } from "@/components/ui/skeleton";

export default function MetricsLoading() {
  return <PageSkeleton rows={8} />;
}
