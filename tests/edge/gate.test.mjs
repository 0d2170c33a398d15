// The gate in workerd, with the construction example behind it: who gets through to the origin, and what the others are told.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { send, started } from "./demo.mjs";

const RFI = "/projects/hafenquartier/rfis/12";
const CLOSE = `${RFI}/close`;
const as = (user) => ({ "x-user": user });

let demo;
before(async () => (demo = await started()));
after(() => demo.ended());

const ask = (...request) => send(demo.gate, ...request);

/** Whether something reached the origin meanwhile: it counts, this very question included. */
async function reached(doing) {
  const count = async () => (await send(demo.origin, "GET", "/")).body.number;
  const [first, done, last] = [await count(), await doing(), await count()];
  return { reached: last - first - 1, ...done };
}

test("who may is let through, with the decision's headers", async () => {
  const { status, body, reached: times } = await reached(() => ask("POST", `${CLOSE}?why=done`, as("anna"), "done"));
  assert.equal(status, 200);
  assert.equal(times, 1);
  assert.deepEqual([body.method, body.url, body.body], ["POST", `${CLOSE}?why=done`, "done"]);
  const told = Object.entries(body.headers).filter(([name]) => name.startsWith("x-permatrix-"));
  assert.deepEqual(Object.fromEntries(told), {
    "x-permatrix-subject": "user:anna",
    "x-permatrix-action": "rfi.close",
    "x-permatrix-resource": "project:hafenquartier/rfi:12",
    "x-permatrix-revision": "0",
  });
});

test("who may not is told why, and the origin hears nothing", async () => {
  const { status, headers, body, reached: times } = await reached(() => ask("POST", CLOSE, as("ben")));
  assert.equal(times, 0);
  assert.equal(status, 403);
  assert.equal(headers["content-type"], "application/problem+json");
  assert.equal(headers["cache-control"], "no-store");
  assert.deepEqual(body, {
    type: "urn:permatrix:problem:denied",
    title: "Not allowed",
    status: 403,
    detail: "user:ben may not rfi.close on project:hafenquartier/rfi:12: no grant gives it",
    code: "no_grant",
    missing: [],
    action: "rfi.close",
    resource: "project:hafenquartier/rfi:12",
    subject: "user:ben",
  });
});

const DENIED = [
  ["a footnote (S9)", "POST", CLOSE, "marek", "condition"],
  ["an attribute nobody knows (S9)", "POST", "/projects/hafenquartier/rfis/99/close", "marek", "missing"],
  ["a ceiling (S11)", "GET", "/projects/campus_west/rfis", "oskar", "ceiling"],
  ["an unknown subject (S1)", "GET", "/projects/hafenquartier/rfis", "nobody", "unknown_subject"],
  ["an unknown project (S1)", "GET", "/projects/atlantis/rfis", "anna", "unknown_resource"],
  ["an RFI of another project (S1)", "POST", "/projects/lindenhof/rfis/12/close", "anna", "unknown_resource"],
];

for (const [why, method, path, user, code] of DENIED) {
  test(`denied by ${why}`, async () => {
    const { status, body, reached: times } = await reached(() => ask(method, path, as(user)));
    assert.deepEqual([status, body.code, times], [403, code, 0]);
    if (code === "missing") assert.ok(body.missing.includes("resource.manager"), body.missing.join());
  });
}

const ALLOWED = [
  ["a list", "GET", "/projects/hafenquartier/rfis", "marek"],
  ["a list without its body", "HEAD", "/projects/hafenquartier/rfis", "marek"],
  ["a draft of one's own, which the gate knows", "POST", "/projects/hafenquartier/rfis", "ben"],
  ["an escape that was not needed", "GET", "/projects/h%61fenquartier/rfis", "marek"],
];

for (const [what, method, path, user] of ALLOWED) {
  test(`allowed: ${what}`, async () => {
    const { status, reached: times } = await reached(() => ask(method, path, as(user)));
    assert.deepEqual([status, times], [200, 1]);
  });
}

test("nobody in particular is asked to sign in", async () => {
  for (const headers of [{}, as("")]) {
    const answer = await reached(() => ask("GET", "/projects/hafenquartier/rfis", headers));
    assert.deepEqual([answer.status, answer.body.status, answer.reached], [401, 401, 0]);
    assert.equal(answer.headers["content-type"], "application/problem+json");
    assert.ok(answer.headers["www-authenticate"]);
  }
});

test("what no route answers is not asked about", async () => {
  for (const [method, path] of [["GET", "/"], ["GET", "/projects"], ["PATCH", RFI], ["OPTIONS", RFI]]) {
    const { status, body, reached: times } = await reached(() => ask(method, path, as("anna")));
    assert.deepEqual([status, body?.status, times], [404, 404, 0], `${method} ${path}`);
  }
});

test("odd paths are refused", async () => {
  const paths = ["/projects%2Fhafenquartier/rfis", "//projects/hafenquartier/rfis", "/projects//rfis", `${RFI}/`];
  for (const escape of ["%5C", "%00", "%252F", "%FF", "%0A", ";a"]) paths.push(`/projects/hafenquartier${escape}/rfis`);
  for (const path of paths) {
    const { status, body, reached: times } = await reached(() => ask("GET", path, as("anna")));
    assert.deepEqual([status, body.status, times], [400, 400, 0], path);
  }
});

test("what the runtime resolves by itself is asked about as resolved, and goes on as resolved", async () => {
  for (const path of ["/projects/lindenhof/../hafenquartier/rfis", "/projects/x/%2e%2e/hafenquartier/rfis", "/projects\\hafenquartier\\rfis"]) {
    const { status, body, reached: times } = await reached(() => ask("GET", path, as("marek")));
    if (status === 400) assert.equal(times, 0);
    else assert.deepEqual([status, body.url, times], [200, "/projects/hafenquartier/rfis", 1], path);
  }
});

test("headers that are the gate's to set cannot be sent", async () => {
  const sent = { ...as("anna"), "x-permatrix-subject": "user:clara", "X-Permatrix-Role": "admin", "x-http-method-override": "DELETE" };
  const { body } = await ask("GET", RFI, { ...sent, accept: "text/plain" });
  assert.equal(body.headers["x-permatrix-subject"], "user:anna");
  assert.equal(body.headers.accept, "text/plain");
  for (const name of ["x-user", "x-permatrix-role", "x-http-method-override"]) assert.equal(body.headers[name], undefined, name);
});

test("the three curl lines that it prints do what they say", async () => {
  for (const [word, status] of [["allowed", 200], ["denied", 403], ["unauthenticated", 401]]) {
    const [, method = "GET", url, user] = new RegExp(`^ *${word} +curl -i (?:-X (\\S+) )?(\\S+)(?: -H 'x-user: (\\w+)')?$`, "m").exec(demo.said);
    const answer = await send(demo.gate, method, new URL(url).pathname, user ? as(user) : {});
    assert.equal(answer.status, status, word);
  }
});
