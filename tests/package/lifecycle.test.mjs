// From, open, free, and what happens in between and afterwards.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before as beforeAll, describe, test } from "node:test";
import { Engine, PermatrixError } from "../../pkg/dist/inline.js";
import { before, example } from "./example.mjs";

const json = JSON.stringify(example());
const bytes = new TextEncoder().encode(json);
const answers = (engine) => assert.equal(engine.can("user:anna", "rfi.edit", "rfi:12"), true);

describe("from", () => {
  test("objects, texts, bytes, mixed", () => {
    const { catalog, facts } = example();
    const text = (object) => JSON.stringify(object);
    const raw = (object) => Buffer.from(text(object));
    for (const of of [(x) => x, text, raw]) {
      answers(Engine.from({ catalog: of(catalog), facts }));
      answers(Engine.from({ catalog, facts: of(facts) }));
    }
  });

  test("keeps nothing of the objects it was given", () => {
    const input = example();
    const engine = Engine.from(input);
    input.facts.grants.length = 0;
    delete input.catalog.tools.rfi;
    answers(engine);
  });

  test("Dates among the facts", () => {
    const until = new Date("2027-01-01T00:00:00Z");
    const engine = Engine.from(
      example({ grants: [{ to: "user:ben", column: "rfi.read_only", on: "project:7", until }] }),
    );
    assert.equal(
      engine.decide({ subject: "user:ben", action: "rfi.view", resource: "project:7", context: { now: before } })
        .validUntil,
      Number(until),
    );
  });

  test("a mistake in a text has its line; one in an object has its path", () => {
    const { catalog, facts } = example();
    const broken = JSON.stringify(catalog, null, 2).replace('"name":', '"name"');
    assert.throws(
      () => Engine.from({ catalog: broken, facts }),
      (error) => {
        assert.ok(error instanceof PermatrixError);
        assert.equal(error.code, "bad_json");
        assert.equal(error.at.line, 3);
        return true;
      },
    );
    facts.grants[0].on = "project:404";
    assert.throws(
      () => Engine.from({ catalog, facts }),
      {
        code: "unknown_name",
        message: "unknown resource `project:404` (at facts.grants[0].on)",
        at: { path: "facts.grants[0].on" },
      },
    );
    assert.throws(
      () => Engine.from({ catalog: JSON.stringify(catalog), facts }),
      { at: { path: "facts.grants[0].on" } },
      "only the catalog came as text",
    );
  });

  test("failing and trying again", () => {
    for (let i = 0; i < 100; i++) assert.throws(() => Engine.from({ catalog: "{", facts: "{" }), { code: "bad_json" });
    answers(Engine.from(example()));
  });

  test("two engines are independent", () => {
    const [a, b] = [Engine.from(example()), Engine.from(example())];
    const revoke = [{ kind: "revoke", to: "user:anna", role: "engineer", on: "project:7" }];
    (answers(a), answers(b));
    a.apply(revoke, { actor: "system" });
    assert.equal(a.can("user:anna", "rfi.view", "rfi:12"), false);
    answers(b);
    a.free();
    answers(b);
  });
});

describe("open", () => {
  let url;
  let asked = 0;
  const server = createServer((request, response) => {
    asked++;
    if (request.url === "/flaky" && asked % 2 === 1) response.writeHead(503).end("busy");
    else if (request.url === "/missing") response.writeHead(404).end();
    else response.end(json);
  });
  beforeAll(
    () =>
      new Promise((done) =>
        server.listen(0, "127.0.0.1", () => {
          url = `http://127.0.0.1:${server.address().port}`;
          done();
        }),
      ),
  );
  after(() => server.close());

  test("a Response, a Blob, bytes, a view, a buffer, promises of them", async () => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    for (const source of [
      new Response(json),
      new Blob([json]),
      bytes,
      Buffer.from(json),
      view,
      buffer,
      Promise.resolve(bytes),
      Promise.resolve(new Response(json)),
    ]) {
      answers(await Engine.open(source));
    }
  });

  test("a URL and its text", async () => {
    answers(await Engine.open(`${url}/ok`));
    answers(await Engine.open(new URL(`${url}/ok`)));
    answers(await Engine.open(fetch(`${url}/ok`)));
  });

  test("opening twice gives two engines", async () => {
    const [a, b] = await Promise.all([Engine.open(bytes), Engine.open(bytes)]);
    assert.notEqual(a, b);
    a.free();
    answers(b);
  });

  test("failing and trying again", async () => {
    asked = 0;
    await assert.rejects(Engine.open(`${url}/flaky`), {
      name: "PermatrixError",
      code: "bad_source",
      message: "source: the server answered with status 503",
    });
    answers(await Engine.open(`${url}/flaky`));
  });

  const badSource = {
    "an answer that is no success": [() => fetch(`${url}/missing`), "source: the server answered with status 404"],
    "a rejected promise": [() => Promise.reject(new Error("offline")), "source: reading it failed"],
    "a server that is not there": [() => "http://127.0.0.1:1/", "source: fetching it failed"],
    "a URL that is none": [() => "http://", "source: fetching it failed"],
    "a body already read": [
      async () => {
        const response = new Response(json);
        await response.text();
        return response;
      },
      "source: reading it failed",
    ],
  };
  for (const [what, [source, message]] of Object.entries(badSource)) {
    test(`bad_source: ${what}`, () =>
      assert.rejects(Engine.open(source()), { name: "PermatrixError", code: "bad_source", message }));
  }

  const badArgument = {
    "a number": [7, "source: expected a Response, URL, Blob, ArrayBuffer or Uint8Array, found a number"],
    "the documents themselves": [
      example(),
      "source: expected a Response, URL, Blob, ArrayBuffer or Uint8Array, found an object of another kind",
    ],
    "JSON text": [json, "source: a text is taken as a URL; give JSON text to `Engine.from`"],
  };
  for (const [what, [source, message]] of Object.entries(badArgument)) {
    test(`bad_argument: ${what}`, () =>
      assert.rejects(Engine.open(source), { name: "PermatrixError", code: "bad_argument", message }));
  }

  const badDocument = {
    "not JSON": ["<html>", "bad_json", "not readable: expected value (line 1, column 1)"],
    "not UTF-8": [
      new Uint8Array([0x7b, 0xff, 0x7d]),
      "bad_json",
      "not readable: the bytes are not UTF-8 text",
    ],
    "nothing": ["", "bad_json", "not readable: EOF while parsing a value (line 1, column 1)"],
    "null": ["null", "bad_type", "expected an object, found nothing (line 1, column 1)"],
    "one of the two only": ['{ "catalog": {} }', "missing_key", "`facts` is missing (line 1, column 1)"],
    "something else beside them": [
      '{\n  "catalog": {},\n  "fact": {} }',
      "unknown_key",
      "unknown key `fact`, did you mean `facts`? (at fact, line 3, column 3)",
    ],
    "a mistake inside": [
      JSON.stringify(example({ catalog: "another" }), null, 2),
      "wrong_catalog",
      /^these facts are for the catalog `another`, not for `example` \(at facts\.catalog, line \d+, column 5\)$/,
    ],
  };
  for (const [what, [source, code, message]] of Object.entries(badDocument)) {
    test(`${code}: ${what}`, () =>
      assert.rejects(Engine.open(new Blob([source])), { name: "PermatrixError", code, message }));
  }

  test("a mark of the byte order, as some editors write it, is no mistake", async () => {
    answers(await Engine.open(new Blob([`\ufeff${json}`])));
    const { catalog, facts } = example();
    answers(Engine.from({ catalog: `\ufeff${JSON.stringify(catalog)}`, facts }));
  });
});

describe("free", () => {
  const freed = { name: "PermatrixError", code: "freed", message: "the engine was freed" };

  test("every later call says so", () => {
    const engine = Engine.from(example());
    const anna = engine.as("user:anna");
    const handles = [
      engine.handle("subject", "user:anna"),
      engine.handle("action", "rfi.view"),
      engine.handle("resource", "project:7"),
    ];
    answers(engine);
    engine.free();
    const question = { subject: "user:anna", action: "rfi.view", resource: "project:7" };
    const calls = {
      can: () => engine.can("user:anna", "rfi.edit", "rfi:12"),
      canGiven: () => engine.can("user:anna", "rfi.edit", "rfi:12", { now: 1 }),
      decide: () => engine.decide(question),
      ask: () => engine.ask("user:anna", "rfi.view", "project:7"),
      whatCan: () => engine.whatCan("user:anna", "project:7"),
      matrix: () => engine.matrix({ tool: "rfi" }),
      handle: () => engine.handle("subject", "user:anna"),
      canByHandle: () => engine.canByHandle(...handles),
      canByHandleGiven: () => engine.canByHandle(...handles, []),
      catalog: () => engine.catalog,
      facts: () => engine.facts,
      apply: () => engine.apply([], { actor: "system" }),
      lint: () => engine.lint(),
      revision: () => engine.revision,
      subscribe: () => engine.subscribe(() => {}),
      anna: () => anna.can("rfi.view", "project:7"),
    };
    for (const [name, call] of Object.entries(calls)) assert.throws(call, freed, name);
  });

  test("twice is fine, and so is stopping a subscription afterwards", () => {
    const engine = Engine.from(example());
    const stop = engine.subscribe(() => {});
    engine.free();
    engine.free();
    stop();
  });

  test("Symbol.dispose is free", () => {
    const engine = Engine.from(example());
    engine[Symbol.dispose]();
    assert.throws(() => engine.revision, freed);
  });

  test("gives memory back: a thousand engines, one after the other", () => {
    const { catalog, facts } = example();
    const used = () => process.memoryUsage().arrayBuffers + process.memoryUsage().external;
    const run = (times) => {
      for (let i = 0; i < times; i++) Engine.from({ catalog, facts }).free();
    };
    run(50);
    const settled = used();
    run(1000);
    assert.ok(used() - settled < 8e6, `${used() - settled} bytes more`);
  });
});

describe("the engine's own members", () => {
  test("the surface is what the documentation says", () => {
    assert.equal(typeof Engine.prototype[Symbol.dispose], "function");
    const members = Object.getOwnPropertyNames(Engine.prototype)
      .filter((name) => name !== "constructor")
      .sort();
    assert.deepEqual(members, [
      "apply",
      "applyDelta",
      "as",
      "ask",
      "attempt",
      "can",
      "canByHandle",
      "catalog",
      "decide",
      "decideAll",
      "delta",
      "facts",
      "free",
      "handle",
      "lint",
      "matrix",
      "members",
      "requests",
      "revision",
      "slice",
      "snapshot",
      "subscribe",
      "whatCan",
    ]);
    assert.deepEqual(Object.keys(Engine.from(example())), [], "nothing of the inside shows");
  });
});
