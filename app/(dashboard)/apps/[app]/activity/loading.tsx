import { PageSkeleton } from "@/components/ui/skeleton";

export default function ActivityLoading() {
  return <PageSkeleton rows={8} />;
}
