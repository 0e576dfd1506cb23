import "server-only";
import { type PERSON_ROUTES, toApiPasswordLink, toApiPerson } from "../../../contract/api/people";
import { RemovePersonInput } from "../../../contract/people";
import { changePerson } from "../../../services/people/change-person";
import { createPasswordLink } from "../../../services/people/create-password-link";
import { listUsers } from "../../../services/people/list-users";
import { removePerson } from "../../../services/people/remove-person";
import type { Handlers } from "../handler";

export const PERSON_HANDLERS: Handlers<typeof PERSON_ROUTES> = {
  listPeople: async ({ ctx }) => ({ users: (await listUsers(ctx)).map(toApiPerson) }),
  changePerson: ({ ctx, params: { person: id }, body: { user } }) => {
    const { is_disabled: isDisabled, is_admin: isAdmin } = user;
    if (isDisabled !== undefined) return changePerson(ctx, { id, change: isDisabled ? "disable" : "enable" });
    return changePerson(ctx, { id, change: isAdmin ? "promote" : "demote" });
  },
  removePerson: ({ ctx, params: { person: id }, query: { heir } }) =>
    removePerson(ctx, RemovePersonInput.parse({ id, heir })),
  endPersonSessions: ({ ctx, params: { person: id } }) => changePerson(ctx, { id, change: "end-sessions" }),
  resetSecondFactor: ({ ctx, params: { person: id } }) =>
    changePerson(ctx, { id, change: "reset-second-factor" }),
  createPasswordLink: async ({ ctx, origin, params: { person: id } }) => ({
    password_link: toApiPasswordLink(await createPasswordLink(ctx, { id }), origin),
  }),
};
