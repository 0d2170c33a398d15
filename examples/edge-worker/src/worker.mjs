// A gate at the edge: each request is one question to the engine, and goes on to the origin only if the answer is yes.

import { Engine } from "permatrix"; // by its `workerd` condition: the module comes as an import, compiled beforehand
import catalog from "../../../catalogs/construction/catalog.json";
import facts from "../../../catalogs/construction/facts.json";
import { segmentsOf } from "./path.mjs";
import { denial, problem } from "./problem.mjs";
import { routed } from "./routes.mjs";

/** Opened once, when the worker starts; `undefined` when that failed. */
const engine = opened();

export default {
  async fetch(request, env) {
    const segments = segmentsOf(request.url);
    if (!segments) return problem(400, "bad_path", { detail: "the path is not in normal form" });
    const route = routed(request.method, segments);
    if (!route) return problem(404, "no_route", { detail: `nothing answers ${request.method} there` });
    const subject = subjectOf(request);
    if (!subject) return unknown();
    const question = questionOf(subject, route);
    const decision = decided(question);
    if (!decision) return problem(503, "no_decision", { detail: "the engine cannot answer" });
    return decision.allowed ? forwarded(request, env.ORIGIN, question, decision) : denial(decision, question);
  },
};

function opened() {
  try {
    return Engine.from({ catalog, facts });
  } catch (error) {
    console.error(`the engine does not open: ${error.message}`);
    return undefined;
  }
}

/**
 * Who asks. A STAND-IN: this header can be sent by anybody and proves nothing. A real gate takes the subject from a token
 * whose signature it has verified.
 */
function subjectOf(request) {
  const name = request.headers.get("x-user");
  return name ? `user:${name}` : undefined;
}

function unknown() {
  const detail = "say who you are in the header x-user";
  return problem(401, "no_subject", { detail }, { "www-authenticate": 'X-User realm="demo"' });
}

function questionOf(subject, { action, resource, attributes }) {
  return { subject, action, resource, context: attributes ? { resource: attributes(subject) } : {} };
}

/** The decision; `undefined` when there is none, which is never a yes. */
function decided(question) {
  try {
    return engine?.decide(question);
  } catch (error) {
    console.error(`the engine does not decide: ${error.message}`);
    return undefined;
  }
}

/** Headers that only the gate may set, and those that ask an origin to take the request for another than it is. */
const OURS = /^x-(permatrix-.*|user|http-method(-override)?|method-override|original-url|rewrite-url)$/;

async function forwarded(request, origin, { subject, action, resource }, { revision }) {
  const headers = new Headers([...request.headers].filter(([name]) => !OURS.test(name)));
  const ours = { subject, action, resource, revision };
  // Names may have letters that headers cannot have.
  for (const [name, value] of Object.entries(ours)) headers.set(`x-permatrix-${name}`, encodeURI(value));
  const { pathname, search } = new URL(request.url);
  try {
    // A redirect is the client's to follow: the gate would follow it past itself.
    return await fetch(new Request(origin + pathname + search, new Request(request, { headers, redirect: "manual" })));
  } catch {
    return problem(502, "no_origin");
  }
}
