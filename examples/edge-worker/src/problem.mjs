// Refusals as RFC 9457 has them: application/problem+json.

const TITLES = {
  400: "Bad path",
  401: "Nobody has signed in",
  403: "Not allowed",
  404: "No such route",
  502: "The origin does not answer",
  503: "Nobody can decide",
};

export function problem(status, type, members = {}, headers = {}) {
  const body = { type: `urn:permatrix:problem:${type}`, title: TITLES[status], status, ...members };
  const always = { "content-type": "application/problem+json", "cache-control": "no-store" };
  return new Response(JSON.stringify(body), { status, headers: { ...always, ...headers } });
}

/** A decision that says no, for whoever asked. */
export function denial(decision, { subject, action, resource }) {
  const { code, missing } = decision;
  const detail = `${subject} may not ${action} on ${resource}: ${REASONS[code] ?? code}`;
  return problem(403, "denied", { detail, code, missing, action, resource, subject });
}

const REASONS = {
  no_grant: "no grant gives it",
  never: "a column takes it away",
  ceiling: "a ceiling cuts it",
  condition: "its footnote says no",
  missing: "it depends on what is not known here",
  unknown_subject: "nobody has that name",
  unknown_action: "there is no such action",
  unknown_resource: "there is no such resource",
  not_in_slice: "it depends on what is not known here",
  not_here: "the action does not apply to that kind of resource",
  limit: "the question is too much work",
};
