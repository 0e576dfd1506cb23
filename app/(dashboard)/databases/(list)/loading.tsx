import { PageSkeleton } from "@/components/ui/skeleton";

export default function DatabasesLoading() {
  return <PageSkeleton rows={8} />;
}
