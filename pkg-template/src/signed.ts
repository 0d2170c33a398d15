// Signatures for snapshots and deltas that go through other hands: a small door of its own, `permatrix/signed`, over the
// runtime's WebCrypto. What is signed says for whom it is, its number in the row, and how long it is good.

import type { ErrorCode } from "./error.js";
import { bytesOf, fields, moment, name, PermatrixError, refuse } from "./inside.js";
import type { Time } from "./types.js";

/** An Ed25519 key of WebCrypto, a `CryptoKey` of whatever runtime. */
export interface Key {
  readonly type: string;
}

/** What is signed together with the bytes. */
export interface Seal {
  /** Whose permissions these are: a gate of one tenant takes those of no other. */
  readonly tenant: string;
  /** Rises with each that is sent. A revision will do, as long as the engine is not begun anew. */
  readonly sequence: number;
  /** Not good before; from ever unless given. */
  readonly notBefore?: Time | undefined;
  /** No longer good from then on; for ever unless given. */
  readonly notAfter?: Time | undefined;
}

/** What a reader expects. */
export interface Expected {
  readonly tenant: string;
  /** The sequence of the last one that was taken: this one must be later. */
  readonly after?: number | undefined;
  /** When; now unless given. */
  readonly now?: Time | undefined;
}

/** Bytes whose signature is good, and what was signed with them. */
export interface Verified {
  readonly bytes: Uint8Array;
  readonly tenant: string;
  readonly sequence: number;
  readonly notBefore: number | null;
  readonly notAfter: number | null;
}

const MAGIC = Uint8Array.of(0x50, 0x4d, 0x53, 1); // "PMS", version 1
const SIGNATURE = 64;
const HEAD = MAGIC.length + SIGNATURE;
/** Length of the seal, in bytes: a number of 32 bits, little-endian. */
const LENGTH = 4;

/**
 * Signs the bytes of a snapshot, delta or slice with an Ed25519 key: the bytes of an envelope, for {@link verify}.
 *
 * ```ts
 * import { sign } from "permatrix/signed";
 *
 * const { privateKey } = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
 * const sealed = await sign(engine.snapshot(), privateKey, { tenant: "acme", sequence: engine.revision, notAfter });
 * ```
 */
export async function sign(bytes: Uint8Array, privateKey: Key, seal: Seal): Promise<Uint8Array> {
  const payload = bytesOf(bytes) ?? refuse("bytes", "the bytes of a snapshot or delta", bytes);
  const text = new TextEncoder().encode(JSON.stringify(sealOf(seal)));
  const signed = new Uint8Array(LENGTH + text.length + payload.length);
  new DataView(signed.buffer).setUint32(0, text.length, true);
  signed.set(text, LENGTH);
  signed.set(payload, LENGTH + text.length);
  const signature = await crypto.subtle.sign("Ed25519", privateKey, inContext(signed));
  return joined(MAGIC, new Uint8Array(signature), signed);
}

/**
 * The bytes in an envelope, when everything about it is as expected. Otherwise it fails, and nothing of it should be used:
 * `bad_signature` (altered, signed by somebody else, or no envelope), `wrong_tenant`, `stale` (not later than `after`),
 * `too_early`, `expired`.
 *
 * ```ts
 * import { verify } from "permatrix/signed";
 *
 * const { bytes, sequence } = await verify(sealed, publicKey, { tenant: "acme", after: last });
 * const engine = Engine.from(bytes);
 * ```
 */
export async function verify(sealed: Uint8Array, publicKey: Key, expected: Expected): Promise<Verified> {
  const envelope = bytesOf(sealed) ?? refuse("sealed", "the bytes of an envelope", sealed);
  const { tenant, after, now } = fields(expected, "expected", ["tenant", "after", "now"]);
  const wanted = name(tenant, "expected.tenant", "acme");
  const time = moment(now, "expected.now");
  if (after !== undefined && !isSequence(after)) refuse("expected.after", "a whole number from 0 on", after);
  const { seal, bytes } = await opened(envelope, publicKey);
  if (seal.tenant !== wanted) throw refused("wrong_tenant", `this is for \`${seal.tenant}\`, not for \`${wanted}\``);
  if (after !== undefined && seal.sequence <= (after as number))
    throw refused("stale", `this is number ${seal.sequence}, and number ${after as number} was taken already`);
  if (seal.notBefore !== null && time < seal.notBefore) throw refused("too_early", "this is not good yet");
  if (seal.notAfter !== null && time >= seal.notAfter) throw refused("expired", "this is no longer good");
  return Object.freeze({ bytes, ...seal });
}

interface Sealed {
  readonly tenant: string;
  readonly sequence: number;
  readonly notBefore: number | null;
  readonly notAfter: number | null;
}

function sealOf(seal: Seal): Sealed {
  const { tenant, sequence, notBefore, notAfter } = fields(seal, "seal", ["tenant", "sequence", "notBefore", "notAfter"]);
  if (!isSequence(sequence)) return refuse("seal.sequence", "a whole number from 0 on", sequence);
  return {
    tenant: name(tenant, "seal.tenant", "acme"),
    sequence: sequence as number,
    notBefore: notBefore === undefined ? null : moment(notBefore, "seal.notBefore"),
    notAfter: notAfter === undefined ? null : moment(notAfter, "seal.notAfter"),
  };
}

function isSequence(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Nothing in an envelope is looked at before its signature is good. */
async function opened(envelope: Uint8Array, publicKey: Key): Promise<{ seal: Sealed; bytes: Uint8Array }> {
  const signed = envelope.slice(HEAD);
  const good =
    envelope.length >= HEAD + LENGTH &&
    MAGIC.every((byte, at) => envelope[at] === byte) &&
    (await crypto.subtle.verify("Ed25519", publicKey, envelope.slice(MAGIC.length, HEAD), inContext(signed)));
  if (!good) throw refused("bad_signature", "this was altered, signed by somebody else, or is no envelope");
  const end = LENGTH + new DataView(signed.buffer).getUint32(0, true);
  const seal = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(signed.subarray(LENGTH, end))) as Sealed;
  return { seal, bytes: signed.slice(end) };
}

/** What is signed begins with what it is for: a signature of the same key on something else is none here. */
function inContext(signed: Uint8Array): Uint8Array<ArrayBuffer> {
  return joined(new TextEncoder().encode("permatrix/signed 1\n"), signed);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function refused(code: ErrorCode, message: string): PermatrixError {
  return new PermatrixError(code, message, { at: { path: "sealed" } });
}
