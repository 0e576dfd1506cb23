"use server";
import { SignInInput } from "@/lib/contract/people";
import { publicAction } from "@/lib/web/action";
import { signIn } from "@/lib/web/sign-in";

export const signInAction = publicAction(SignInInput, signIn);
