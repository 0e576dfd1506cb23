import { PLAIN_REFUSED } from "../../core/databases/gateway-door";
import { DomainError } from "../../core/errors";
import type { Gateways } from "../../ports/gateways";

/** Gateways in memory: what they were told, and a way to make them deaf. */
export type MemoryGateways = Gateways & {
  /** What somebody who knocks is told; by default what a gateway that was told so last says. */
  setAnswer(answer: string | DomainError | null): void;
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
  let answer: string | DomainError | null = null;
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
    setTlsForced: (serviceName, isForced) => tell(serviceName, `tls ${isForced ? "forced" : "free"}`),
    setCertificate: (serviceName, pem) => tell(serviceName, `certificate ${pem}`),
    knock: async (way, tlsName) => {
      if ("serviceName" in way) await tell(way.serviceName, null);
      if (answer instanceof DomainError) throw answer;
      const last =
        "serviceName" in way
          ? told.get(way.serviceName)?.findLast((what) => what.startsWith("tls "))
          : undefined;
      return (
        answer ??
        (tlsName === null && last === "tls forced" ? PLAIN_REFUSED : "-NOAUTH Authentication required.")
      );
    },
    setAnswer: (value) => {
      answer = value;
    },
    told: (serviceName) => told.get(serviceName) ?? [],
    setDeaf: (value) => {
      isDeaf = value;
    },
  };
}
