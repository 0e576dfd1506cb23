"use server";
import { z } from "zod";
import { ChangePasswordInput, SessionInput } from "@/lib/contract/people";
import { changePassword } from "@/lib/services/people/change-password";
import { revokeSession } from "@/lib/services/people/revoke-session";
import { action, publicAction } from "@/lib/web/action";
import { signOut } from "@/lib/web/sign-in";

export const changePasswordAction = action(ChangePasswordInput, changePassword);
export const revokeSessionAction = action(SessionInput, revokeSession);
export const signOutAction = publicAction(z.object({}), signOut);
