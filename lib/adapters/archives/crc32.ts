/** The polynomial of gzip (RFC 1952), reversed: its highest power stands in the lowest bit. */
const POLYNOMIAL = 0xedb88320;
const ONE = 0x80000000;
const EIGHTH_POWER = 0x00800000;

/** The product of two polynomials, of which gzip's is taken away as often as it fits. */
function multiply(a: number, b: number): number {
  let product = 0;
  let power = b;
  for (let bit = ONE; bit !== 0; bit >>>= 1) {
    if (a & bit) product ^= power;
    power = power & 1 ? (power >>> 1) ^ POLYNOMIAL : power >>> 1;
  }
  return product >>> 0;
}

/** What so many bytes that follow do to a checksum. */
function powerOf(bytes: number): number {
  let result = ONE;
  let square = EIGHTH_POWER;
  for (let left = bytes; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = multiply(square, result);
    square = multiply(square, square);
  }
  return result;
}

/** The CRC-32 of two parts in a row, of the CRC-32 of each. https://github.com/madler/zlib/blob/develop/crc32.c (`crc32_combine`) */
export const combineCrc32 = ({ first, second }: { first: number; second: { crc: number; bytes: number } }) =>
  (multiply(powerOf(second.bytes), first) ^ second.crc) >>> 0;
