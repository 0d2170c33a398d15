// Plays the cases of this folder with the npm package, in any runtime. tests/cases.rs plays the same files natively.

/** Plays all `cases` (each with its `file` name, documents in place of names); throws, with every difference, if there is one. */
export function runCases(permatrix, cases) {
  const differences = cases.flatMap((one) => run(permatrix, one));
  if (differences.length > 0) throw new Error([`${differences.length} differences`, ...differences].join("\n"));
  return cases.length;
}

/** What differs from what a case expects, a text each. */
export function run({ Engine }, { file, catalog, facts, steps = [], refused }) {
  let engine;
  try {
    engine = Engine.from({ catalog, facts });
  } catch (error) {
    return differs(`${file}, reading`, refused ?? "no error", refused === undefined ? String(error) : error.code);
  }
  const sent = { token: "" };
  const differences = steps.flatMap((step, index) =>
    play(engine, step, sent, `${file}, step ${index + 1}: ${named(step)}`),
  );
  engine.free();
  return refused === undefined ? differences : differs(`${file}, reading`, refused, "nothing");
}

function named({ ask, screen, whatCan, attempt, apply }) {
  const { subject, action, resource } = ask ?? screen ?? whatCan ?? attempt ?? {};
  return apply ? "apply" : JSON.stringify({ subject, action, resource });
}

/** `sent.token`: the one in the last mail that had one. */
function play(engine, { ask, screen, whatCan, attempt, apply, actor, now, clockless, expect }, sent, place) {
  if (clockless) return []; // asked without any time: the package has a clock and puts its time
  if (ask) return decided(engine, ask, expect, place);
  if (attempt) return tried(engine, attempt, expect, place);
  if (apply) return applied(engine, apply, { actor, now }, sent, expect, place);
  const { subject, action, resource, ...options } = screen ?? whatCan;
  if (screen) return differs(place, expect, engine.ask(subject, action, resource, options));
  const { yes, depends } = engine.whatCan(subject, resource, options);
  return differs(place, { yes: expect.yes, depends: expect.depends }, { yes, depends });
}

/** Asked in every way there is: `decide`, and what must agree with it. */
function decided(engine, question, expect, place) {
  let decision;
  try {
    decision = engine.decide(question);
  } catch (error) {
    return differs(place, expect, { error: error.code });
  }
  const { allowed, code } = decision;
  const differences = differs(place, expected(expect), told(decision));
  const { subject, action, resource, context } = question;
  if (typeof subject !== "string" || typeof action !== "string" || typeof resource !== "string") return differences;
  const can = engine.can(subject, action, resource, given(context));
  // S15: what is yes or no whatever the item says is so for this item.
  const screen = engine.ask(subject, action, resource, { now: context?.now });
  const comparable = context?.subject === undefined && code !== "limit";
  const opposite = comparable && screen === (allowed ? "no" : "yes");
  return [
    ...differences,
    ...differs(`${place}, can`, allowed, can),
    // What is decided by numbers, where it can be, is tried in words.
    ...differs(`${place}, in words`, decision, engine.attempt(question).decision),
    ...differs(`${place}, the screen against the decision`, false, opposite),
  ];
}

/** What a case leaves out is expected to be empty. */
function expected({ allowed, code, missing = [], validUntil, requestable }) {
  return { allowed, code, missing, validUntil: validUntil === undefined ? null : Date.parse(validUntil), requestable };
}

function told({ allowed, code, missing, validUntil, requestable }) {
  const asked = requestable === undefined ? undefined : `${requestable.type} on ${requestable.on}`;
  return { allowed, code, missing, validUntil, requestable: asked };
}

/** Tried: the decision is the one there is, and the mails are those expected. */
function tried(engine, question, expect, place) {
  const { decision, outbox } = engine.attempt(question);
  return [...differs(place, expected(expect), told(decision)), ...differs(`${place}, outbox`, expect.outbox, mails(outbox))];
}

/** Mails as a case writes them: template, language and recipients, sorted. */
function mails(outbox) {
  return outbox.map(({ template, language, to }) => [template, language ?? "-", ...to.map(({ id }) => id)].join(" ")).sort();
}

function given(context) {
  if (context === undefined) return undefined;
  const { now, resource, subject, ...others } = context;
  return { now, resource, subject, context: others };
}

/** A run of changes is numbered when it is made, and leaves no trace when it is not (S16). */
function applied(engine, changes, by, sent, expect, place) {
  const before = engine.revision;
  let got = "ok";
  let outbox = [];
  try {
    // `{token}` stands for the token that was sent last.
    const written = JSON.stringify(changes).replaceAll('"{token}"', JSON.stringify(sent.token));
    outbox = engine.apply(JSON.parse(written), by).outbox;
    sent.token = outbox.map(({ fields }) => fields.token).findLast((token) => token !== undefined) ?? sent.token;
  } catch (error) {
    got = { code: error.code };
  }
  const after = got === "ok" ? before + 1 : before;
  const { outbox: mailed = [], ...expected } = typeof expect === "string" ? {} : expect;
  return [
    ...differs(place, expected.code === undefined ? "ok" : expected, got),
    ...differs(`${place}, revision`, after, engine.revision),
    ...differs(`${place}, outbox`, mailed, mails(outbox)),
  ];
}

function differs(place, expected, got) {
  const [left, right] = [JSON.stringify(expected), JSON.stringify(got)];
  return left === right ? [] : [`${place}\n  expected ${left}\n  got      ${right}`];
}
