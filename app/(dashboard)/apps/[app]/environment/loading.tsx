import { PageSkeleton } from "@/components/ui/skeleton";

export default function EnvironmentLoading() {
  return <PageSkeleton rows={4} />;
}
