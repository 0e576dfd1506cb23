import { Eye } from "lucide-react";
import { Alert } from "../ui/alert";
import { EmptyState } from "../ui/empty-state";

/** Says at the head of an app's or database's pages that they are there to look at; nothing for who may change things. */
export function ViewerNote({ refusal }: { refusal: string | null }) {
  if (refusal === null) return null;
  return (
    <Alert title="You can look, and change nothing" className="max-w-2xl">
      {refusal}
    </Alert>
  );
}

/** Stands for a page that viewers are not shown. */
export function NotForViewers({ children }: { children: string }) {
  return (
    <EmptyState icon={Eye} title="Not for viewers">
      {children}
    </EmptyState>
  );
}
