// Which request is which question: method and path → action and resource. The one file of this example that knows the API
// behind the gate.

const project = ({ project }) => `project:${project}`;
const rfi = ({ project, rfi }) => `project:${project}/rfi:${rfi}`;
/** What does not exist yet is asked about as a path, with the attributes it will have: the gate says who creates it. */
const newRfi = ({ project }) => `project:${project}/rfi:new`;
const ownDraft = (subject) => ({ creator: subject, status: "draft" });

const ROUTES = [
  { method: "GET", path: "/projects/:project/rfis", action: "rfi.export_list", resource: project },
  { method: "POST", path: "/projects/:project/rfis", action: "rfi.create", resource: newRfi, attributes: ownDraft },
  { method: "GET", path: "/projects/:project/rfis/:rfi", action: "rfi.export", resource: rfi },
  { method: "PUT", path: "/projects/:project/rfis/:rfi", action: "rfi.edit", resource: rfi },
  { method: "DELETE", path: "/projects/:project/rfis/:rfi", action: "rfi.delete", resource: rfi },
  { method: "POST", path: "/projects/:project/rfis/:rfi/close", action: "rfi.close", resource: rfi },
  { method: "POST", path: "/projects/:project/rfis/:rfi/responses", action: "rfi.respond", resource: rfi },
  { method: "GET", path: "/projects/:project/budget", action: "budget.view", resource: project },
].map((route) => ({ ...route, pattern: route.path.slice(1).split("/") }));

/** The question that a request is, without its subject; `undefined`: there is no such route. */
export function routed(method, segments) {
  const asked = method === "HEAD" ? "GET" : method; // the same answer without its body
  for (const route of ROUTES) {
    const names = route.method === asked ? matched(route.pattern, segments) : undefined;
    if (names) return { action: route.action, resource: route.resource(names), attributes: route.attributes };
  }
  return undefined;
}

/** What the names in a pattern stand for, if the segments fit it. */
function matched(pattern, segments) {
  if (pattern.length !== segments.length) return undefined;
  const names = {};
  for (const [at, part] of pattern.entries()) {
    if (part.startsWith(":")) names[part.slice(1)] = segments[at];
    else if (part !== segments[at]) return undefined;
  }
  return names;
}
