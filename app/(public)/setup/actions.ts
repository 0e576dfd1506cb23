"use server";
import { AcceptInvitationInput } from "@/lib/contract/people";
import { publicAction } from "@/lib/web/action";
import { acceptInvitation } from "@/lib/web/sign-in";

export const acceptInvitationAction = publicAction(AcceptInvitationInput, acceptInvitation);
