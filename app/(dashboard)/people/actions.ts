"use server";
import {
  ChangePersonInput,
  InvitationInput,
  InviteUserInput,
  PersonInput,
  RemovePersonInput,
} from "@/lib/contract/people";
import { changePerson } from "@/lib/services/people/change-person";
import { createPasswordLink } from "@/lib/services/people/create-password-link";
import { inviteUser } from "@/lib/services/people/invite-user";
import { removePerson } from "@/lib/services/people/remove-person";
import { revokeInvitation } from "@/lib/services/people/revoke-invitation";
import { action } from "@/lib/web/action";

export const inviteUserAction = action(InviteUserInput, inviteUser);
export const revokeInvitationAction = action(InvitationInput, revokeInvitation);
export const changePersonAction = action(ChangePersonInput, changePerson);
export const removePersonAction = action(RemovePersonInput, removePerson);
export const createPasswordLinkAction = action(PersonInput, createPasswordLink);
