import { PageSkeleton } from "@/components/ui/skeleton";

export default function KeysLoading() {
  return <PageSkeleton rows={8} />;
}
