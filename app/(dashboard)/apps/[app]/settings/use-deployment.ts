"use client";
import { useRouter } from "next/navigation";
import { useFormAction } from "@/components/forms/use-form-action";
import type { FormAction } from "@/lib/contract/errors";
import type { OperationView } from "@/lib/contract/operations";

/** A form that begins a deployment, and then leads to its steps. */
export function useDeployment(action: FormAction<OperationView>) {
  const { push } = useRouter();
  return useFormAction(action, ({ id, appName }) => push(`/apps/${appName}/operations/${id}`));
}
