"use server";
import { z } from "zod";
import { PasskeySignInInput } from "@/lib/contract/passkeys";
import { publicAction } from "@/lib/web/action";
import { askPasskey, signInByPasskey } from "@/lib/web/passkeys";

export const askPasskeyAction = publicAction(z.object({}), askPasskey);
export const signInByPasskeyAction = publicAction(PasskeySignInInput, signInByPasskey);
