"use server";
import { PassSecondFactorInput } from "@/lib/contract/second-factor";
import { publicAction } from "@/lib/web/action";
import { finishSignIn } from "@/lib/web/second-factor";

export const finishSignInAction = publicAction(PassSecondFactorInput, finishSignIn);
