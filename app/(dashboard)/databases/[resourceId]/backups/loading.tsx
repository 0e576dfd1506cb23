import { PageSkeleton } from "@/components/ui/skeleton";

export default function BackupsLoading() {
  return <PageSkeleton rows={5} />;
}
