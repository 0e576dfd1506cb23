"use client";
import { ErrorPanel } from "@/components/ui/error-panel";

export default function AppError({ retry }: { retry: () => void }) {
  return <ErrorPanel retry={retry} />;
}
