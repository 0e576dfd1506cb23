"use client";
import { Alert } from "../ui/alert";
import { Button } from "../ui/button";

/** What went wrong with a question, and a way to put it once more. */
export function AskAgain({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return <Alert tone="danger" title={error.message} action={<Button onClick={onRetry}>Try again</Button>} />;
}
