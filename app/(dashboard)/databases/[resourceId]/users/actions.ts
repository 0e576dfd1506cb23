"use server";
import {
  AddDatabaseUserInput,
  ChangeDatabaseUserInput,
  DatabaseUserInput,
  PreviewUserInput,
  SetUserPasswordInput,
} from "@/lib/contract/database-users";
import { DatabaseInput } from "@/lib/contract/databases";
import { addDatabaseUser } from "@/lib/services/database-users/add-database-user";
import { changeDatabaseUser } from "@/lib/services/database-users/change-database-user";
import { endFormerPassword } from "@/lib/services/database-users/end-former-password";
import { previewUser } from "@/lib/services/database-users/preview-user";
import { removeDatabaseUser } from "@/lib/services/database-users/remove-database-user";
import { rotatePassword } from "@/lib/services/database-users/rotate-password";
import { setUserPassword } from "@/lib/services/database-users/set-user-password";
import { action } from "@/lib/web/action";

export const addDatabaseUserAction = action(AddDatabaseUserInput, addDatabaseUser);
export const changeDatabaseUserAction = action(ChangeDatabaseUserInput, changeDatabaseUser);
export const setUserPasswordAction = action(SetUserPasswordInput, setUserPassword);
export const removeDatabaseUserAction = action(DatabaseUserInput, removeDatabaseUser);
export const previewUserAction = action(PreviewUserInput, previewUser);
export const rotatePasswordAction = action(DatabaseInput, rotatePassword);
export const endFormerPasswordAction = action(DatabaseInput, endFormerPassword);
