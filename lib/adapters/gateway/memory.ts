import { DomainError } from "../../core/errors";
import type { Gateways } from "../../ports/gateways";

/** Gateways in memory: what they were told, and a way to make them deaf. */
export type MemoryGateways = Gateways & {
  /** Told to that gateway so far, in order. */
  told(serviceName: string): readonly string[];
  setDeaf(isDeaf: boolean): void;
};

const silent = (serviceName: string): DomainError =>
  new DomainError("unavailable", "gateway_silent", `The gateway ${serviceName} does not take commands.`);

/** `isRunning` says whether there is such a gateway. */
export function memoryGateways({
  isRunning,
}: {
  isRunning: (serviceName: string) => Promise<boolean>;
}): MemoryGateways {
  const told = new Map<string, string[]>();
  let isDeaf = false;
  const tell = async (serviceName: string, what: string | null) => {
    if (isDeaf || !(await isRunning(serviceName))) throw silent(serviceName);
    if (what !== null) told.set(serviceName, [...(told.get(serviceName) ?? []), what]);
  };
  return {
    open: async (serviceName) => {
      await tell(serviceName, null);
      let isOpen = true;
      const say = async (what: string) => {
        if (!isOpen) throw silent(serviceName);
        await tell(serviceName, what);
      };
      return {
        waitForNext: async () => {},
        leave: () => say("leave"),
        lead: () => say("lead"),
        close: () => {
          isOpen = false;
        },
      };
    },
    setClientsMax: (serviceName, clientsMax) => tell(serviceName, `clients ${clientsMax}`),
    told: (serviceName) => told.get(serviceName) ?? [],
    setDeaf: (value) => {
      isDeaf = value;
    },
  };
}
