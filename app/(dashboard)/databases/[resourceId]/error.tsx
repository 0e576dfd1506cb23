"use client";
import { ErrorPanel } from "@/components/ui/error-panel";

export default function DatabaseError({ retry }: { retry: () => void }) {
  return <ErrorPanel retry={retry} />;
}
