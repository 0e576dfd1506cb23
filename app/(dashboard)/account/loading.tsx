import { PageSkeleton } from "@/components/ui/skeleton";

export default function AccountLoading() {
  return <PageSkeleton rows={3} />;
}
