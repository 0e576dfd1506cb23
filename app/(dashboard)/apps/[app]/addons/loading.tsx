import { PageSkeleton } from "@/components/ui/skeleton";

export default function AddonsLoading() {
  return <PageSkeleton rows={2} />;
}
