"use server";
import { InvitationInput, InviteUserInput } from "@/lib/contract/people";
import { inviteUser } from "@/lib/services/people/invite-user";
import { revokeInvitation } from "@/lib/services/people/revoke-invitation";
import { action } from "@/lib/web/action";

export const inviteUserAction = action(InviteUserInput, inviteUser);
export const revokeInvitationAction = action(InvitationInput, revokeInvitation);
