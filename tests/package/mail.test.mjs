// permatrix/mail: what the engine has to tell, in words. And invitations, whose tokens only the mail has.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { Engine, PermatrixError } from "../../pkg/dist/inline.js";
import { mail } from "../../pkg/dist/mail.js";

const folder = new URL("../../catalogs/", import.meta.url);
const document = async (name, part) => JSON.parse(await readFile(new URL(`${name}/${part}.json`, folder), "utf8"));
const opened = async (name) => Engine.from({ catalog: await document(name, "catalog"), facts: await document(name, "facts") });

const now = "2026-03-02T08:00:00Z";
const eva = "user:eva@seeufer.example";
const julia = { actor: "user:julia@seeufer.example", now };

function newcomer(language = "de") {
  const attributes = { first_name: "Eva", last_name: "Sommer", phone: "+43 1 555 0199", company: "Seeufer Wohnbau", language };
  return { kind: "create_user", user: eva, title: "Eva Sommer", attributes };
}

describe("app requests", () => {
  const request = {
    kind: "request",
    request: "app_request:9",
    on: "company:hallberg",
    attributes: { app: "Accounting tools", note: "for our invoices" },
  };
  const joe = { actor: "user:joe@turner.example", now };

  test("the subject names who asks, the app and the company, in the language of each admin", async () => {
    const engine = await opened("construction");
    const { outbox } = engine.apply([request], joe);
    const mails = outbox.map((entry) => mail(entry, { link: "https://example.com/requests/9" }));
    const german = mails.find(({ language }) => language === "de");
    assert.equal(
      german.subject,
      "joe@turner.example hat Zugriff auf oder die Installation von Accounting tools auf Hallberg Bau beantragt",
    );
    assert.ok(german.to.some(({ address }) => address === "clara@hallberg.example"));
    assert.ok(german.text.includes("Notiz: for our invoices"));
    assert.ok(german.text.includes("https://example.com/requests/9"));
    assert.ok(!german.text.includes("{"), german.text);
    const [entry] = outbox;
    assert.equal(
      mail(entry, { language: "en" }).subject,
      "joe@turner.example has requested access to or the installation of Accounting tools on Hallberg Bau",
    );
  });

  test("a line about what nobody said is left out", async () => {
    const engine = await opened("construction");
    const { note, ...attributes } = request.attributes;
    const [entry] = engine.apply([{ ...request, attributes }], joe).outbox;
    const { text } = mail(entry, { language: "de" });
    assert.ok(note !== undefined && !text.includes("Notiz"), text);
    assert.ok(!text.includes("hier:"), text);
  });

  test("a blocked attempt says what was tried", async () => {
    const engine = await opened("construction");
    const question = { subject: joe.actor, action: "app_management.install", resource: "company:hallberg" };
    const { decision, outbox } = engine.attempt({ ...question, context: { now, app: "Accounting tools" } });
    assert.equal(decision.allowed, false);
    assert.deepEqual(decision.requestable, { type: "app_request", on: "company:hallberg" });
    const [entry] = outbox;
    assert.equal(
      mail(entry, { language: "de" }).subject,
      "joe@turner.example wollte Accounting tools auf Hallberg Bau installieren",
    );
    assert.equal(engine.revision, 0, "nothing is changed by it");
  });

  test("are listed with their state, a page at a time", async () => {
    const engine = await opened("construction");
    engine.apply([request], joe);
    engine.apply([{ kind: "cancel_request", request: "app_request:9" }], joe);
    const { requests, total } = engine.requests();
    assert.equal(total, 2);
    assert.deepEqual(requests.map(({ id, state }) => [id, state]), [
      ["app_request:1", "pending"],
      ["app_request:9", "cancelled"],
    ]);
    assert.equal(requests[1].attributes.requester, joe.actor);
    assert.equal(requests[1].on, "company:hallberg");
    assert.deepEqual(engine.requests({ state: "pending", after: 1 }), { requests: [], total: 1 });
    assert.throws(() => engine.requests({ state: "open" }), { code: "bad_argument" });
  });
});

describe("invitations", () => {
  test("the token is in the mail alone, is new each time, and opens once", async () => {
    const engine = await opened("property");
    const [first] = engine.apply([newcomer()], julia).outbox;
    const [second] = engine.apply([{ kind: "invite_user", user: eva }], julia).outbox;
    const [old, token] = [first, second].map(({ fields }) => fields.token);
    assert.match(token, /^[0-9a-f]{32}$/);
    assert.notEqual(old, token);
    assert.ok(!JSON.stringify(engine.facts).includes(token));
    const activate = (token) => engine.apply([{ kind: "activate_user", user: eva, token }], { actor: eva, now });
    assert.throws(() => activate(old), { code: "bad_token" });
    activate(token);
    assert.throws(() => activate(token), { code: "bad_state" });
  });

  test("the letter greets, says by whom, and has the link and the end", async () => {
    const engine = await opened("property");
    const [entry] = engine.apply([newcomer("en")], julia).outbox;
    const { to, language, subject, text } = mail(entry, { link: `https://example.com/#${entry.fields.token}` });
    assert.deepEqual([language, to[0].address, subject], ["en", "eva@seeufer.example", "Your account is ready"]);
    assert.ok(text.startsWith("Hello Eva Sommer,\n\nJulia Arendt has made an account"), text);
    assert.ok(text.includes(`https://example.com/#${entry.fields.token}`));
    assert.ok(text.includes("March 9, 2026") && text.includes("(UTC)"), text);
    const german = mail(entry, { language: "de-AT", timeZone: "Europe/Vienna" });
    assert.ok(german.text.includes("9. März 2026") && german.text.includes("09:00"), german.text);
  });

  test("a refused change sends nothing and leaves no one", async () => {
    const engine = await opened("property");
    assert.throws(() => engine.apply([newcomer(), { kind: "invite_user", user: "user:nobody" }], julia), {
      code: "unknown_name",
    });
    assert.equal(engine.revision, 0);
    assert.ok(!engine.facts.users.some(({ id }) => id === eva));
  });
});

describe("letters", () => {
  const entry = (fields, template = "attempt") => ({ template, language: null, to: [], fields });

  test("one's own stand before those of the package", () => {
    const letters = { note: { fr: { subject: "Bonjour {who.title}", text: "{a.b}" } } };
    const { language, subject, text } = mail(entry({ who: { id: "user:x", title: { "": "Ada" } }, a: { b: 3 } }, "note"), { letters });
    assert.deepEqual([language, subject, text], ["fr", "Bonjour Ada", "3"]);
  });

  test("no name adds a line to a subject", () => {
    const subject = { id: "user:x", title: {}, address: "a@b.example\r\nBcc: c@d.example\u2028x" };
    assert.ok(!/[\r\n\u2028]/u.test(mail(entry({ subject })).subject));
  });

  test("what a name says in braces is not filled in again", () => {
    const subject = { id: "user:x", title: { "": "{secret}" }, address: "{secret}" };
    const { text } = mail(entry({ subject, secret: "s3cret", action: "a", resource: "b" }));
    assert.ok(text.includes("{secret}") && !text.includes("s3cret"), text);
  });

  test("hostile paths find nothing", () => {
    const letters = { note: { en: { subject: "{constructor.name}{__proto__.x}", text: "x" } } };
    assert.equal(mail(entry({}, "note"), { letters }).subject, "");
    for (const template of ["toString", "__proto__", "nothing"]) {
      assert.throws(() => mail(entry({}, template)), (error) => error instanceof PermatrixError && error.code === "unknown_name");
    }
  });

  test("what is no entry is refused", () => {
    for (const wrong of [undefined, null, 3, "x", {}]) assert.throws(() => mail(wrong), { code: "bad_argument" });
    assert.throws(() => mail(entry({}), { lang: "de" }), { code: "bad_argument" });
  });
});
