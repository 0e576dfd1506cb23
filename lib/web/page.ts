import "server-only";
import { notFound } from "next/navigation";
import { DomainError } from "../core/errors";

/** For pages: what is not there, or not this person's, is the 404 page; every other refusal goes to `error.tsx`. */
export async function orNotFound<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof DomainError && error.code === "not_found") notFound();
    throw error;
  }
}
