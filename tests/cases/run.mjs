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
  const differences = steps.flatMap((step, index) => play(engine, step, `${file}, step ${index + 1}: ${named(step)}`));
  engine.free();
  return refused === undefined ? differences : differs(`${file}, reading`, refused, "nothing");
}

function named({ ask, screen, whatCan, apply }) {
  const { subject, action, resource } = ask ?? screen ?? whatCan ?? {};
  return apply ? "apply" : JSON.stringify({ subject, action, resource });
}

function play(engine, { ask, screen, whatCan, apply, actor, now, clockless, expect }, place) {
  if (clockless) return []; // asked without any time: the package has a clock and puts its time
  if (ask) return decided(engine, ask, expect, place);
  if (apply) return applied(engine, apply, { actor, now }, expect, place);
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
  const { allowed, code, missing, validUntil } = decision;
  const until = expect.validUntil === undefined ? null : Date.parse(expect.validUntil);
  const wanted = { allowed: expect.allowed, code: expect.code, missing: expect.missing ?? [], validUntil: until };
  const differences = differs(place, wanted, { allowed, code, missing, validUntil });
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
    ...differs(`${place}, the screen against the decision`, false, opposite),
  ];
}

function given(context) {
  if (context === undefined) return undefined;
  const { now, resource, subject, ...others } = context;
  return { now, resource, subject, context: others };
}

/** A run of changes is numbered when it is made, and leaves no trace when it is not (S16). */
function applied(engine, changes, by, expect, place) {
  const before = engine.revision;
  let got = "ok";
  try {
    engine.apply(changes, by);
  } catch (error) {
    got = { code: error.code };
  }
  const after = got === "ok" ? before + 1 : before;
  return [...differs(place, expect, got), ...differs(`${place}, revision`, after, engine.revision)];
}

function differs(place, expected, got) {
  const [left, right] = [JSON.stringify(expected), JSON.stringify(got)];
  return left === right ? [] : [`${place}\n  expected ${left}\n  got      ${right}`];
}
