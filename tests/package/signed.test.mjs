// permatrix/signed: whatever is not as expected is refused, with its own code.

import assert from "node:assert/strict";
import { before as beforeAll, test } from "node:test";
import { Engine } from "../../pkg/dist/inline.js";
import { sign, verify } from "../../pkg/dist/signed.js";
import { example } from "./example.mjs";

const seal = { tenant: "acme", sequence: 7, notBefore: "2026-03-01T00:00:00Z", notAfter: "2026-03-02T00:00:00Z" };
const expected = { tenant: "acme", after: 6, now: "2026-03-01T12:00:00Z" };
let keys, others, engine, sealed;
beforeAll(async () => {
  [keys, others] = await Promise.all([0, 1].map(() => crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])));
  engine = Engine.from(example());
  sealed = await sign(engine.snapshot(), keys.privateKey, seal);
});

test("what was signed opens, with what was said of it", async () => {
  const { bytes, ...said } = await verify(sealed, keys.publicKey, expected);
  assert.deepEqual(said, {
    tenant: "acme",
    sequence: 7,
    notBefore: Date.parse(seal.notBefore),
    notAfter: Date.parse(seal.notAfter),
  });
  assert.deepEqual(bytes, engine.snapshot());
  assert.equal(Engine.from(bytes).can("user:anna", "rfi.view", "project:7"), true);
});

test("altered anywhere, cut off, or by another key", async () => {
  for (let at = 0; at < sealed.length; at += at < 200 ? 1 : 97) {
    const altered = sealed.slice();
    altered[at] ^= 1;
    await assert.rejects(verify(altered, keys.publicKey, expected), { code: "bad_signature" }, `byte ${at}`);
  }
  for (const end of [0, 3, 67, 71, sealed.length - 1]) {
    await assert.rejects(verify(sealed.slice(0, end), keys.publicKey, expected), { code: "bad_signature" }, `${end}`);
  }
  await assert.rejects(verify(sealed, others.publicKey, expected), { code: "bad_signature" });
  await assert.rejects(verify(engine.snapshot(), keys.publicKey, expected), { code: "bad_signature" });
});

test("for somebody else, older, too early, too late", async () => {
  const refused = (other, code) => assert.rejects(verify(sealed, keys.publicKey, { ...expected, ...other }), { code });
  await refused({ tenant: "other" }, "wrong_tenant");
  await refused({ after: 7 }, "stale");
  await refused({ now: "2026-02-28T23:59:59Z" }, "too_early");
  await refused({ now: "2026-03-02T00:00:00Z" }, "expired");
  await verify(sealed, keys.publicKey, { ...expected, after: undefined });
});

test("without bounds it is good for ever", async () => {
  const open = await sign(engine.delta(0), keys.privateKey, { tenant: "acme", sequence: 0 });
  const { notBefore, notAfter, bytes } = await verify(open, keys.publicKey, { tenant: "acme" });
  assert.deepEqual([notBefore, notAfter], [null, null]);
  assert.deepEqual(bytes, engine.delta(0));
});

test("what is no argument", async () => {
  for (const wrong of [{ ...seal, sequence: -1 }, { ...seal, sequence: 0.5 }, { ...seal, tenant: 7 }, { sequence: 1 }, { ...seal, until: 1 }]) {
    await assert.rejects(sign(new Uint8Array(4), keys.privateKey, wrong), { code: "bad_argument" });
  }
  await assert.rejects(sign("bytes", keys.privateKey, seal), { code: "bad_argument" });
  await assert.rejects(verify("bytes", keys.publicKey, expected), { code: "bad_argument" });
  await assert.rejects(verify(sealed, keys.publicKey, { ...expected, after: "6" }), { code: "bad_argument" });
  await assert.rejects(verify(sealed, keys.publicKey, {}), { code: "bad_argument" });
});
