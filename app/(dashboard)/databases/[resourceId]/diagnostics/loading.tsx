import { PageSkeleton } from "@/components/ui/skeleton";

export default function DiagnosticsLoading() {
  return <PageSkeleton rows={8} />;
}
