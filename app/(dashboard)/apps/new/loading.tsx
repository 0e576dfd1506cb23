import { PageSkeleton } from "@/components/ui/skeleton";

export default function NewAppLoading() {
  return <PageSkeleton rows={3} />;
}
