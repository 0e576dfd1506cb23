import type { SqlDriverAdapterFactory, Transaction } from "@prisma/driver-adapter-utils";

/**
 * Prisma asks for the relations of a row side by side, also within a transaction, which is one connection: there each question waits for the
 * answer to the one before it, as the driver wants it. https://github.com/prisma/orm/pull/29468
 */
export const inTurn = (factory: SqlDriverAdapterFactory): SqlDriverAdapterFactory => ({
  provider: factory.provider,
  adapterName: factory.adapterName,
  connect: async () => {
    const adapter = await factory.connect();
    const start = adapter.startTransaction.bind(adapter);
    adapter.startTransaction = async (isolationLevel) => queued(await start(isolationLevel));
    return adapter;
  },
});

/** What ends the transaction is a question like any other, so that nothing is asked after it. */
function queued(transaction: Transaction): Transaction {
  const queryRaw = transaction.queryRaw.bind(transaction);
  const executeRaw = transaction.executeRaw.bind(transaction);
  let last: Promise<unknown> = Promise.resolve();
  const afterLast = <T>(ask: () => Promise<T>): Promise<T> => {
    const answer = last.then(ask);
    last = answer.catch(() => {});
    return answer;
  };
  transaction.queryRaw = (query) => afterLast(() => queryRaw(query));
  transaction.executeRaw = (query) => afterLast(() => executeRaw(query));
  return transaction;
}
