import { describeError, log } from "./log";

/**
 * A promise that failed and that nobody waited for is logged as an error, and the process lives on: decision 018 says why. What is thrown
 * outside of any promise ends the process, as Node does by itself.
 */
export function surviveRejections(program: "web" | "worker" | "ssh"): void {
  process.on("unhandledRejection", (error) =>
    log.error(`${program}.rejection_unhandled`, { error: describeError(error) }),
  );
}
