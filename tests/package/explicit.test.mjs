// permatrix/explicit: the host says where the module comes from, and can try again. One process, so the tests stand in order.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { Engine, init, initSync } from "../../pkg/dist/explicit.js";
import { example } from "./example.mjs";

const wasm = await readFile(new URL("../../pkg/dist/permatrix_bg.wasm", import.meta.url));
const types = [];
const server = createServer(({ url }, response) => {
  if (url === "/busy") return response.writeHead(503).end();
  const type = url === "/typed" ? "application/wasm" : "application/octet-stream";
  types.push(type);
  response.writeHead(200, { "content-type": type }).end(url === "/html" ? "<html>" : wasm);
});
let url;
before(
  () =>
    new Promise((done) =>
      server.listen(0, "127.0.0.1", () => done((url = `http://127.0.0.1:${server.address().port}`))),
    ),
);
after(() => server.close());

test("nothing can be made before the module is there", () => {
  assert.throws(() => Engine.from(example()), {
    code: "not_started",
    message: "the module is not started: `await init(…)` comes first",
  });
});

test("failing leaves it as it was", async () => {
  await assert.rejects(init(`${url}/busy`), {
    code: "bad_source",
    message: "source: the server answered with status 503",
  });
  await assert.rejects(init(`${url}/html`), {
    code: "bad_source",
    message: "source: not a WebAssembly module this runtime can compile",
  });
  await assert.rejects(init(Promise.reject(new Error("offline"))), {
    code: "bad_source",
    message: "source: reading it failed",
  });
  const another = { code: "bad_source", message: "source: not the WebAssembly module of this package" };
  assert.throws(() => initSync(7), another);
  const foreign = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 2, 7, 1, 1, 0x61, 1, 0x62, 0, 0]; // imports a.b
  await assert.rejects(init(new Uint8Array(foreign)), another);
  await assert.rejects(init(7), { code: "bad_argument" });
  assert.throws(() => Engine.from(example()), { code: "not_started" });
});

test("then trying again works, streaming", async () => {
  await init(new URL(`${url}/typed`));
  assert.equal(types.at(-1), "application/wasm");
  assert.equal(Engine.from(example()).can("user:anna", "rfi.view", "project:7"), true);
});

test("again, from whatever: engines of before go on", async () => {
  const engine = Engine.from(example());
  await init(`${url}/untyped`);
  await init(wasm);
  await init(new Response(wasm));
  initSync(await WebAssembly.compile(wasm));
  assert.equal(engine.can("user:anna", "rfi.view", "project:7"), true);
  assert.equal(Engine.from(example()).can("user:anna", "rfi.view", "project:7"), true);
});
