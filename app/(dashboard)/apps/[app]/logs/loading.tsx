import { PageSkeleton } from "@/components/ui/skeleton";

export default function LogsLoading() {
  return <PageSkeleton rows={10} />;
}
