// One-time codes of an authenticator app (RFC 6238: SHA-1, 30 seconds, 6 digits), for signing in as a demonstration account.
import { createHmac } from "node:crypto";

export function code(base32, at = Date.now()) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30000)));
  const mac = createHmac("sha1", bytes(base32)).update(counter).digest();
  const start = mac[19] & 15;
  return String((mac.readUInt32BE(start) & 0x7fffffff) % 1000000).padStart(6, "0");
}

function bytes(base32) {
  let bits = "";
  for (const letter of base32.replace(/=+$/, "")) bits += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0");
  return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
}
