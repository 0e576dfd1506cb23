"use server";
import { AcceptInvitationInput, LinkPasswordInput } from "@/lib/contract/people";
import { publicAction } from "@/lib/web/action";
import { acceptInvitation, setPassword } from "@/lib/web/sign-in";

export const acceptInvitationAction = publicAction(AcceptInvitationInput, acceptInvitation);
export const setPasswordByLinkAction = publicAction(LinkPasswordInput, setPassword);
