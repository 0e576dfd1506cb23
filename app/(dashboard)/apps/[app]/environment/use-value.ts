import { useState } from "react";
import type { VariableInput } from "@/lib/contract/variables";
import { revealVariableAction } from "./actions";

/** The value of one variable, fetched when asked for; `error` says why it could not be. */
export function useValue({ app, name }: VariableInput) {
  const [error, setError] = useState<string | null>(null);
  const fetchValue = async (): Promise<string | null> => {
    const form = new FormData();
    form.set("app", app);
    form.set("name", name);
    const result = await revealVariableAction(null, form);
    setError(result.ok ? null : result.error.message);
    return result.ok ? result.data.value : null;
  };
  return { fetchValue, error };
}
