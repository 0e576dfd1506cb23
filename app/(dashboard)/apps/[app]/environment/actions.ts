"use server";
import { AppInput } from "@/lib/contract/apps";
import { ImportVariablesInput, SetVariableInput, VariableInput } from "@/lib/contract/variables";
import { restartApp } from "@/lib/services/apps/restart-app";
import { importVariables } from "@/lib/services/variables/import-variables";
import { revealVariable } from "@/lib/services/variables/reveal-variable";
import { setVariable } from "@/lib/services/variables/set-variable";
import { unsetVariable } from "@/lib/services/variables/unset-variable";
import { action } from "@/lib/web/action";

export const restartAppAction = action(AppInput, restartApp);
export const revealVariableAction = action(VariableInput, revealVariable);
export const setVariableAction = action(SetVariableInput, setVariable);
export const unsetVariableAction = action(VariableInput, unsetVariable);
export const importVariablesAction = action(ImportVariablesInput, importVariables);
