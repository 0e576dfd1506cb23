import type { Connection } from "ssh2";

const DISCONNECT = 1;
/** https://www.rfc-editor.org/rfc/rfc4253#section-11.1 */
const NO_MORE_AUTH_METHODS_AVAILABLE = 14;

/** What the library keeps to itself: its own `disconnect` has no room for words. */
type Protocol = {
  _cipher: { encrypt(packet: Buffer): void };
  _packetRW: {
    write: {
      allocStartKEX: number;
      alloc(length: number, isForced: boolean): Buffer;
      finalize(packet: Buffer, isForced: boolean): Buffer;
    };
  };
};

/** Safe while the library stays at the version that package.json names: the test of too many keys reads the words. */
const protocolOf = (connection: Connection) => (connection as unknown as { _protocol: Protocol })._protocol;

/** Ends a connection that has not signed in, with words that clients show. */
export function hangUp(connection: Connection, words: string): void {
  const { _cipher: cipher, _packetRW: packets } = protocolOf(connection);
  const { write } = packets;
  const text = Buffer.from(words);
  const start = write.allocStartKEX;
  const packet = write.alloc(13 + text.length, true);
  packet.writeUInt8(DISCONNECT, start);
  packet.writeUInt32BE(NO_MORE_AUTH_METHODS_AVAILABLE, start + 1);
  packet.writeUInt32BE(text.length, start + 5);
  text.copy(packet, start + 9);
  packet.writeUInt32BE(0, start + 9 + text.length);
  cipher.encrypt(write.finalize(packet, true));
  connection.end();
}
