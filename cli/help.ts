import { EXIT } from "./exit-codes";

export const HELP_FOOTER = `
Environment:
  BERTH_URL          address of the Berth (else the one signed in to)
  BERTH_API_TOKEN    token to use in place of the one kept by berth login
  BERTH_APP          the app
  NO_COLOR           no colour, also on a terminal

Exit codes:
  ${EXIT.done}  done
  ${EXIT.failed}  the operation failed
  ${EXIT.usage}  the command was written wrongly
  ${EXIT.signedOut}  not signed in
  ${EXIT.refused}  refused: not there, not allowed, in conflict, not valid
  ${EXIT.unavailable}  Berth does not answer, or asks to wait`;
