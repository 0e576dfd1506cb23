import { z } from "zod";
import { VARIABLE_NAME, VARIABLE_NAME_RULE, VARIABLE_VALUE_CHARS_MAX } from "../core/variables/rules";
import { AppInput } from "./apps";

/** A variable's name; spaces around it are taken off. */
export const VariableName = z
  .string()
  .trim()
  .regex(VARIABLE_NAME, { error: `A name has ${VARIABLE_NAME_RULE}.` });
/** A variable's value, as it is; may be empty. */
export const VariableValue = z
  .string()
  .max(VARIABLE_VALUE_CHARS_MAX, {
    error: `A value has at most ${VARIABLE_VALUE_CHARS_MAX.toLocaleString("en")} characters.`,
  })
  .refine((value) => !value.includes("\0"), {
    error: "A value has no NUL character: no environment can hold it.",
  });

/** A variable without its value; values are revealed one at a time. Sorted by name where listed. */
export const VariableView = z.object({
  id: z.string(),
  name: z.string(),
  /** Resource id of the addon that sets it, which locks it; null for the person's own. */
  resourceId: z.string().nullable(),
  /** Name of the variable that it stands for ("SCALINGO_REDIS_URL"), or null. */
  aliasOf: z.string().nullable(),
  updatedAt: z.iso.datetime(),
});
export type VariableView = z.infer<typeof VariableView>;

/** One variable to set: made where there is none of that name, else changed. Containers of the app start anew. */
export const SetVariableInput = AppInput.extend({ name: VariableName, value: VariableValue });
export type SetVariableInput = z.infer<typeof SetVariableInput>;

/** `name` may also be the variable's id. */
export const VariableInput = AppInput.extend({ name: z.string().min(1) });
export type VariableInput = z.infer<typeof VariableInput>;

/** A value in the clear, answered to a person's own request only; an alias answers what it stands for. */
export const RevealedVariableView = z.object({ name: z.string(), value: z.string() });
export type RevealedVariableView = z.infer<typeof RevealedVariableView>;

/** `value` in the clear; of an alias `$NAME` or what that stands for, as was asked. Sorted by name where listed. */
export const VariableValueView = z.object({ id: z.string(), name: z.string(), value: z.string() });
export type VariableValueView = z.infer<typeof VariableValueView>;

/** `isResolved` asks for what aliases stand for in place of their own text. */
export type RevealVariablesInput = AppInput & { isResolved: boolean };

/** Many variables to set at once: all of them or none. Containers of the app start anew once. */
export const SetVariablesInput = AppInput.extend({
  variables: z.array(z.object({ name: VariableName, value: VariableValue })),
});
export type SetVariablesInput = z.infer<typeof SetVariablesInput>;

/** Names that were added or changed, sorted; those that had the same value already are not among them. */
export const ImportedVariablesView = z.object({ names: z.array(z.string()) });
export type ImportedVariablesView = z.infer<typeof ImportedVariablesView>;

/** `text` in the form of a .env file. */
export const ImportVariablesInput = AppInput.extend({
  text: z.string().max(1_000_000, { error: "Paste at most 1,000,000 characters at once." }),
});
export type ImportVariablesInput = z.infer<typeof ImportVariablesInput>;
