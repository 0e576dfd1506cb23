import "server-only";
import { DomainError } from "../core/errors";

/**
 * The body of a request piece by piece; the request is judged with the first piece, after the right to send it.
 * @throws DomainError `invalid` reason `not_a_file`.
 */
export async function* sentFile(request: Request): AsyncIterable<Uint8Array> {
  // A form of another site cannot send this type without the browser asking us first.
  if (request.headers.get("content-type") !== "application/octet-stream" || !request.body)
    throw new DomainError(
      "invalid",
      "not_a_file",
      "Send the file itself, with the content type application/octet-stream.",
    );
  yield* request.body;
}
