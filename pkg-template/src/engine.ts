/// <reference lib="esnext.disposable" preserve="true" />
import { Core, Snapshot } from "./permatrix_bg.js";
import { decoded, encoded } from "./bytes.js";
import { Decisions } from "./decisions.js";
import { asGiven, beneath, BROKEN, coreError, isRefusal, PermatrixError } from "./error.js";
import type { Placing } from "./error.js";
import { KIND, Tables, UNKNOWN } from "./intern.js";
import { arriving, bytesOf, document, isSnapshot, whole } from "./open.js";
import { fields, moment, name, plain, refuse } from "./plain.js";
import {
  actionName,
  attributeName,
  authzenQuestion,
  inWords,
  placeInGiven,
  questionOf,
  resourceName,
  screenQuestion,
  subjectName,
} from "./question.js";
import type { Asked } from "./question.js";
import { answered, BARE, copied, isHandle, numbered, onSheet, written } from "./sheet.js";
import type { Handles } from "./sheet.js";
import { isStarted } from "./start.js";
import { Subject } from "./subject.js";
import type {
  Answer,
  Applied,
  Attempted,
  By,
  CatalogInfo,
  Change,
  Decision,
  Document,
  FactsInfo,
  Given,
  Grid,
  Members,
  Numbers,
  Problem,
  Question,
  Requests,
  RequestState,
  Scope,
  Source,
  Time,
  WhatCan,
} from "./types.js";

/** What the core answers by handles when more than handles counts. */
const DEPENDS = 2;

const KINDS = Object.keys(KIND);

/** Of whom or what an attribute is, as a handle's name begins. */
const SPACES = ["subject", "resource", "context"];

const PARTS: readonly unknown[] = ["names", "titles"] satisfies Part[];

const STATES: readonly string[] = ["pending", "approved", "denied", "cancelled", "expired"] satisfies RequestState[];

/** Which requests, and when. */
interface RequestOptions {
  readonly state?: RequestState | undefined;
  readonly after?: number | undefined;
  readonly limit?: number | undefined;
  readonly now?: Time | undefined;
}

const NAMED = { subject: subjectName, action: actionName, resource: resourceName, attribute: attributeName };

/** No attributes. */
const NOTHING: Numbers = [];

/** What can be left out of a snapshot. */
type Part = "names" | "titles";

/** A name a handle can stand for. */
export type Kind = "subject" | "action" | "resource" | "attribute";

interface Listener {
  readonly tell: (revision: number) => void;
}

/** Why an engine answers no more. */
interface Gone {
  readonly code: "freed" | "broken";
  readonly message: string;
  readonly cause?: unknown;
}

/**
 * A catalog and its facts, ready to answer: may this subject perform this action on this resource, now, and why?
 *
 * All answers come from one WebAssembly module; nothing here decides. Answers are deeply frozen plain data. An engine holds
 * memory of the module until {@link Engine.free | free} (or the garbage collector, later).
 *
 * ```ts
 * const engine = Engine.from({ catalog, facts });
 * engine.can("user:anna", "rfi.edit", "project:7/rfi:12"); // true or false, never an exception (S1)
 * ```
 */
export class Engine {
  #core: Core | undefined;
  #gone: Gone | undefined;
  #revision: number;
  #catalog: CatalogInfo | undefined;
  #facts: FactsInfo | undefined;
  readonly #tables = new Tables();
  readonly #listeners = new Set<Listener>();

  private constructor(core: Core) {
    if (!(core instanceof Core))
      throw new PermatrixError("bad_argument", "engines are made by `Engine.from` and `Engine.open`");
    this.#core = core;
    this.#revision = core.revision();
  }

  /**
   * An engine from a catalog and facts: plain objects, JSON text, or the bytes of that text; or from the bytes of a
   * {@link Engine.snapshot | snapshot}. Synchronous. Fails with a code and the place in the document when one of them is not
   * what docs/CATALOG.md says, or with `damaged`; nothing is kept then.
   *
   * ```ts
   * const engine = Engine.from({ catalog, facts });
   * const copy = Engine.from(engine.snapshot());
   * ```
   */
  static from(input: { readonly catalog: Document; readonly facts: Document } | Uint8Array | ArrayBuffer): Engine {
    const bytes = bytesOf(input);
    if (bytes !== undefined) return Engine.#made(() => Core.open(bytes), asGiven);
    const given = fields(input, "input", ["catalog", "facts"]);
    const catalog = document(given["catalog"], "catalog");
    const facts = document(given["facts"], "facts");
    // Of the text made from an object nobody knows the lines.
    const objects = [catalog.made ? "catalog" : "", facts.made ? "facts" : ""];
    const placing: Placing = (at) => (objects.includes(at.path.split(".", 1)[0] ?? "") ? { path: at.path } : at);
    return Engine.#made(() => Core.from(catalog.json, facts.json), placing);
  }

  /**
   * An engine from a snapshot, or from one JSON document `{ "catalog": …, "facts": … }`, wherever it is: a `Response`, a URL or its
   * text (fetched), a `Blob`, bytes, or a promise of any of these. Each call is an engine of its own, and one that failed
   * (`bad_source`, or what the document has wrong, with the line) can be tried again.
   *
   * ```ts
   * const engine = await Engine.open(fetch("/permissions.json"));
   * ```
   */
  static async open(source: Source | PromiseLike<Source>): Promise<Engine> {
    const pieces = arriving(source);
    const { value: first } = await pieces.next();
    return isSnapshot(first) ? Engine.#arrived(first, pieces) : Engine.#read(first, pieces);
  }

  /** A document. */
  static async #read(first: Uint8Array | void, pieces: AsyncIterable<Uint8Array>): Promise<Engine> {
    const bytes = await whole(pieces, first || undefined);
    return Engine.#made(() => Core.open(bytes), asGiven);
  }

  /** A snapshot, put into the module's memory as it comes. */
  static async #arrived(first: Uint8Array, pieces: AsyncIterable<Uint8Array>): Promise<Engine> {
    const snapshot = Engine.#tried(() => new Snapshot(), asGiven);
    try {
      Engine.#tried(() => snapshot.put(first), asGiven);
      for await (const piece of pieces) Engine.#tried(() => snapshot.put(piece), asGiven);
    } catch (thrown) {
      snapshot.free();
      throw thrown;
    }
    return Engine.#made(() => snapshot.open(), asGiven);
  }

  static #made(make: () => Core, placing: Placing): Engine {
    return new Engine(Engine.#tried(make, placing));
  }

  static #tried<T>(make: () => T, placing: Placing): T {
    if (!isStarted()) throw new PermatrixError("not_started", "the module is not started: `await init(…)` comes first");
    try {
      return make();
    } catch (thrown) {
      throw coreError(thrown, placing);
    }
  }

  /**
   * May `subject` perform `action` on `resource`? `false` for whatever is unknown, missing or denied (S1); never an exception
   * because somebody is not allowed. A resource that is not in the facts is a path from one that is.
   *
   * Three names and nothing else are fast: each is turned into a handle once, and looked up from then on. Attributes and
   * paths are read into the module each time (`cargo xtask bench` has the figures). An attribute that the catalog does not
   * declare, or a value of another type, is an error (`unknown_name`, `bad_type`): a misspelt one would deny in silence.
   *
   * ```ts
   * engine.can("user:anna", "rfi.view", "project:7");
   * engine.can("user:anna", "rfi.edit", "project:7/rfi:99", { resource: { creator: "user:anna" } });
   * ```
   */
  can(subject: string, action: string, resource: string, given?: Given): boolean {
    if (given === undefined) {
      const { subjects, actions, resources } = this.#tables;
      const s = subjects.get(subject);
      const a = actions.get(action);
      const r = resources.get(resource);
      // The tables are empty when the engine is freed or broken: these lookups are the check for that, too.
      if (s !== undefined && a !== undefined && r !== undefined) return this.#canByNumbers(s, a, r);
    }
    return this.#canByNames(subject, action, resource, given);
  }

  /**
   * The same question with reasons, in the shape of AuthZEN. See {@link Decision}.
   *
   * ```ts
   * engine.decide({ subject: "user:ben", action: "rfi.edit", resource: "rfi:12" }).code; // "no_grant"
   * ```
   */
  decide(question: Question): Decision {
    const asked = authzenQuestion(question);
    return this.#call((core) => this.#decided(core, asked), beneath("question"));
  }

  /**
   * Decides what somebody really tries to do. When that is denied and the catalog has a notice for the action, the outbox
   * holds the mails to those whom it names (S21). Nothing is changed.
   *
   * ```ts
   * const { decision, outbox } = engine.attempt({ subject: "user:ben", action: "apps.install", resource: "company:acme" });
   * ```
   */
  attempt(question: Question): Attempted {
    const asked = authzenQuestion(question);
    return this.#told(beneath("question"), "attempt", inWords(asked));
  }

  /**
   * The bulk form of {@link Engine.can}: a row for each subject, a bit for each action (S1: nobody and nothing unknown has one).
   * Without a list of actions it is all of the catalog, in its order: then a decision takes less than a nanosecond, and no
   * object is made for it. `subjects` are names, or handles in a `Uint32Array`.
   *
   * ```ts
   * const answers = engine.decideAll(["user:anna", "user:ben"], ["rfi.view", "rfi.edit"], "project:7");
   * answers.can(1, 0); // Ben, rfi.view
   * ```
   */
  decideAll(
    subjects: readonly string[] | Uint32Array,
    actions: readonly string[] | undefined,
    resource: string,
    options?: { readonly now?: Time | undefined },
  ): Decisions {
    const who = subjects instanceof Uint32Array ? subjects : listOf(subjects, "subjects").map(subjectName);
    const names = listOf(actions ?? [], "actions").map(actionName);
    const place = resourceName(resource);
    const now = nowOf(options);
    return this.#call((core) => {
      const handles = who instanceof Uint32Array ? who : this.#handles(core, who);
      const bits = core.decide_all(handles, this.#tables.resource(core, place), now);
      const all = new Decisions(handles.length, core.actions(), bits);
      return actions === undefined ? all : all.select(names.map((name) => this.#tables.action(core, name)));
    });
  }

  #handles(core: Core, names: readonly string[]): Uint32Array {
    return Uint32Array.from(names, (name) => this.#tables.subject(core, name));
  }

  /**
   * For a screen that does not have the item yet: `yes`, `no` whatever the item is, or `depends` on its attributes (S15).
   *
   * ```ts
   * engine.ask("user:anna", "rfi.edit", "project:7"); // "depends": on who created the RFI
   * ```
   */
  ask(subject: string, action: string, resource: string, options?: { readonly now?: Time | undefined }): Answer {
    return this.#told(asGiven, "ask", inWords(screenQuestion(subject, actionName(action), resource, nowOf(options))));
  }

  /**
   * All actions that `ask` answers with `yes`, and with `depends`, in the catalog's order.
   *
   * ```ts
   * const { yes, depends } = engine.whatCan("user:anna", "project:7");
   * ```
   */
  whatCan(subject: string, resource: string, options?: { readonly now?: Time | undefined }): WhatCan {
    return this.#told(asGiven, "whatCan", inWords(screenQuestion(subject, "", resource, nowOf(options))));
  }

  /**
   * The matrices to show: of one tool, or all that apply to a resource; with a subject, how that subject stands in them. Who is
   * no user is called `anyone`. Fails with `unknown_name` for a tool, subject or resource that is not there.
   *
   * ```ts
   * const [grid] = engine.matrix({ tool: "rfi" });
   * const grids = engine.matrix({ subject: "user:anna", resource: "project:7" });
   * ```
   */
  matrix(scope: Scope): readonly Grid[] {
    const { tool, subject, resource, now } = fields(scope, "scope", ["tool", "subject", "resource", "now"]);
    const asked = {
      tool: tool === undefined ? undefined : name(tool, "scope.tool", "rfi"),
      subject: subject === undefined ? undefined : subjectName(subject),
      resource: resource === undefined ? undefined : resourceName(resource),
    };
    return this.#told(beneath("scope"), "matrix", asked, moment(now, "scope.now"));
  }

  /**
   * The number that stands for a name until the next change, for {@link Engine.canByHandle}. An attribute has its name with
   * `subject.`, `resource.` or `context.` before it. Fails with `unknown_name` when nothing has that name; paths to what is not in
   * the facts have no handle.
   *
   * ```ts
   * const anna = engine.handle("subject", "user:anna");
   * const creator = engine.handle("attribute", "resource.creator");
   * ```
   */
  handle(kind: Kind, name: string): number {
    if (!KINDS.includes(kind)) refuse("kind", "`subject`, `action`, `resource` or `attribute`", kind);
    const checked = NAMED[kind](name);
    const find = (core: Core) => (kind === "attribute" ? attributeOf(core, checked) : core.number(KIND[kind], checked));
    const handle = this.#call(find);
    if (handle === UNKNOWN)
      throw new PermatrixError("unknown_name", `${kind}: nothing is named \`${checked}\``, { at: { path: kind } });
    return handle;
  }

  /**
   * `can` with handles, for loops over many questions: no lookup. Handles are of this engine and of this revision; after a
   * change, ask for them again.
   *
   * ```ts
   * const [s, a] = [engine.handle("subject", "user:anna"), engine.handle("action", "rfi.view")];
   * projects.filter((project) => engine.canByHandle(s, a, engine.handle("resource", project)));
   * ```
   *
   * `given`: attributes, see {@link Numbers}; one that is none, or that its attribute cannot be, fails with `bad_argument`. `beneath`:
   * what is asked about, where that lies in the resource and is not in the facts.
   *
   * ```ts
   * const [edit, project] = [engine.handle("action", "rfi.edit"), engine.handle("resource", "project:7")];
   * const creator = engine.handle("attribute", "resource.creator");
   * rows.filter(({ id, author }) => engine.canByHandle(s, edit, project, [creator, author], `rfi:${id}`));
   * ```
   */
  canByHandle(subject: number, action: number, resource: number, given?: Numbers, beneath?: string): boolean {
    if (!isHandle(subject) || !isHandle(action) || !isHandle(resource)) return refuseHandles(subject, action, resource);
    if (this.#core === undefined) throw this.#over();
    if (given === undefined && beneath === undefined) return this.#canByNumbers(subject, action, resource);
    return this.#canGiven([subject, action, resource], given, beneath);
  }

  #canGiven(handles: Handles, given: Numbers = NOTHING, beneath = ""): boolean {
    if (typeof beneath !== "string") refuse("beneath", "a path such as `rfi:12`", beneath);
    let answer = this.#numbered(handles, given, beneath);
    // To read it can have run code that asked, or that made the memory grow.
    const copy = answer === DEPENDS ? copied(given) : undefined;
    if (copy !== undefined) answer = this.#numbered(handles, copy, beneath);
    if (answer !== DEPENDS) return answer === 1;
    // Of what nobody bears nothing is allowed. What is well without them has attributes that cannot be given like this.
    if (numbered(handles, NOTHING, beneath) === 0) refuse("beneath", "a path such as `rfi:12` of well-formed text", beneath);
    if (this.#numbered(handles, NOTHING, beneath) === DEPENDS) return false;
    return refuse("given", "pairs of an attribute's handle and a number that it can be", given);
  }

  #numbered(handles: Handles, given: Numbers, beneath: string): number {
    return this.#call((core) => {
      const count = numbered(handles, given, beneath);
      // What was read can have run code that has freed the engine.
      return count === 0 || this.#core !== core ? DEPENDS : answered(core, count);
    });
  }

  /** Names and titles of the catalog, for pickers. The same object until a change. */
  get catalog(): CatalogInfo {
    return (this.#catalog ??= this.#told<CatalogInfo>(asGiven, "catalog"));
  }

  /**
   * Users, groups, resources and grants, for pickers; each list ends after 10,000. The same object until a change. Fails with
   * `no_names` where names were left out.
   */
  get facts(): FactsInfo {
    return (this.#facts ??= this.#told<FactsInfo>(asGiven, "facts"));
  }

  /**
   * Makes changes: all of them, or, when one is refused, none (S16). `actor` is the user who makes them and must be allowed
   * to by the matrix itself (`denied`, with the decision, otherwise), or `"system"`, the host. In force for the next
   * question; subscribers are told before this returns.
   *
   * ```ts
   * engine.apply([{ kind: "grant", to: "user:ben", role: "engineer", on: "project:7" }], { actor: "user:anna" });
   * ```
   */
  apply(changes: readonly Change[], by: By): Applied {
    const { actor, now } = fields(by, "by", ["actor", "now"]);
    const author = [name(actor, "by.actor", "user:anna"), moment(now, "by.now")];
    const copies = plain(changes, "changes");
    if (!Array.isArray(copies)) return refuse("changes", "a list of changes", changes);
    const applied = this.#told<Applied>(beneath("changes"), "apply", copies, ...author);
    this.#changed(applied.revision);
    return applied;
  }

  /**
   * Who is a member of a resource, and with whom something in it is shared (S19): the highest role first, a page at a time
   * (100 unless `limit` says otherwise). Fails with `unknown_name` when there is no such resource.
   *
   * ```ts
   * const { members, total } = engine.members("project:7", { after: 100 });
   * ```
   */
  members(resource: string, page?: { readonly after?: number | undefined; readonly limit?: number | undefined }): Members {
    const checked = resourceName(resource);
    const { after, limit } = page === undefined ? {} : fields(page, "page", ["after", "limit"]);
    const [from, count] = [counted(after, "page.after", 0), counted(limit, "page.limit", 100)];
    return this.#told(asGiven, "members", checked, from, count);
  }

  /**
   * The requests in a state, or all, a page at a time (S21). Whether somebody may answer one is a question like any other:
   * the catalog's action for it, on the request.
   *
   * ```ts
   * const { requests, total } = engine.requests({ state: "pending" });
   * ```
   */
  requests(options: RequestOptions = {}): Requests {
    const { state, after, limit, now } = fields(options, "options", ["state", "after", "limit", "now"]);
    if (state !== undefined && !STATES.includes(state as string)) refuse("options.state", STATES.join(", "), state);
    const page = [counted(after, "options.after", 0), counted(limit, "options.limit", 100)];
    return this.#told(asGiven, "requests", state, ...page, moment(now, "options.now"));
  }

  /**
   * Everything as bytes, for {@link Engine.from} and {@link Engine.open}: opened in a fraction of the time that JSON takes, at the
   * revision it was written at. docs/FORMAT.md has the layout. What comes from elsewhere should be signed: `permatrix/signed`.
   *
   * ```ts
   * await cache.put("permissions", new Response(engine.snapshot()));
   * ```
   *
   * A gate has no use for titles, and finds things by their names without telling any: both can be left out. An engine opened from
   * a snapshot `without` names has the same answers; its decisions do not say who was granted what where, and `facts`, members,
   * requests, attempts, changes, deltas and slices fail with `no_names`. Who has the bytes can still try whether a name is among
   * them, and titles are names, too: docs/FORMAT.md. Fails with `no_random` where there are no random bytes.
   *
   * ```ts
   * const gate = Engine.from(engine.snapshot({ without: ["names", "titles"] }));
   * ```
   */
  snapshot(options?: { readonly without?: readonly Part[] | undefined }): Uint8Array {
    const without = options === undefined ? undefined : fields(options, "options", ["without"])["without"];
    const parts = without === undefined ? [] : plain(without, "options.without");
    if (!Array.isArray(parts)) return refuse("options.without", "a list of `names`, `titles`", without);
    const odd = parts.findIndex((part) => !PARTS.includes(part));
    if (odd >= 0) refuse("options.without", "`names` or `titles`", parts[odd]);
    return this.#call((core) => core.snapshot(parts.includes("titles"), parts.includes("names")));
  }

  /**
   * What one user may know, as bytes like those of {@link Engine.snapshot}: for his browser. The engine opened from it has the
   * answers of this one about him, and knows of nobody else: not their names, titles, grants or requests, nor what he can do
   * nothing on. What it cannot know for that is denied with `not_in_slice`, and so are questions about others; members, requests,
   * attempts, changes and deltas fail with that code. docs/FORMAT.md says what is in it. Fails with `unknown_name` when there is
   * no such user, and with `limit` when he is in more groups than can be asked about.
   *
   * ```ts
   * return new Response(engine.slice("user:anna")); // in the browser: await Engine.open(fetch("/permissions"))
   * ```
   */
  slice(subject: string): Uint8Array {
    const checked = subjectName(subject);
    return this.#call((core) => core.slice(checked));
  }

  /**
   * What has changed since a revision, as bytes for {@link Engine.applyDelta}. Fails with `gap` when that is too long ago: then
   * send a snapshot.
   *
   * ```ts
   * const delta = engine.delta(gate.revision);
   * ```
   */
  delta(since: number): Uint8Array {
    const revision = counted(since, "since");
    return this.#call((core) => core.delta(revision));
  }

  /**
   * Makes the changes of a delta, all or none: this engine is then in the state of the one that wrote it, whose revision it
   * returns. Fails with `gap` when the delta does not begin here, with `damaged` when its bytes are not what was written.
   *
   * ```ts
   * gate.applyDelta(delta);
   * ```
   */
  applyDelta(bytes: Uint8Array): number {
    const given = bytesOf(bytes) ?? refuse("bytes", "the bytes of a delta", bytes);
    const revision = this.#call((core) => core.apply_delta(given));
    this.#changed(revision);
    return revision;
  }

  /** What in the catalog is worth a look: footnotes nobody has explained yet, actions that nobody can do, and the like. */
  lint(): readonly Problem[] {
    return this.#told(asGiven, "lint");
  }

  /**
   * The same questions for one subject.
   *
   * ```ts
   * const anna = engine.as("user:anna");
   * anna.can("rfi.view", "project:7");
   * ```
   */
  as(subject: string): Subject {
    return new Subject(this, subjectName(subject));
  }

  /** The number of the last change; every decision carries it. */
  get revision(): number {
    return this.#call(() => this.#revision);
  }

  /**
   * Calls `listener` with the new revision after each change. Returns how to stop that: at any time, also from within a
   * listener. What a listener throws is reported as an uncaught error and keeps nobody else from being told.
   *
   * ```ts
   * const stop = engine.subscribe(() => render());
   * ```
   */
  subscribe(listener: (revision: number) => void): () => void {
    if (typeof listener !== "function") refuse("listener", "a function", listener);
    // An entry of its own: the same function subscribed twice is told twice, and stops one at a time.
    const entry = { tell: listener };
    this.#call(() => this.#listeners.add(entry));
    return () => void this.#listeners.delete(entry);
  }

  /** Gives the memory back. Any later call fails with `freed`, but freeing again does nothing. */
  free(): void {
    const core = this.#core;
    this.#end({ code: "freed", message: "the engine was freed" });
    core?.free();
  }

  /** Cold: every call into the core goes through here. */
  #call<T>(call: (core: Core) => T, placing: Placing = asGiven): T {
    if (this.#core === undefined) throw this.#over();
    try {
      return call(this.#core);
    } catch (thrown) {
      throw this.#failed(thrown, placing);
    }
  }

  /** Plain data that the core tells, of what is asked in words. */
  #told<T>(placing: Placing, ...call: unknown[]): T {
    return this.#call((core) => decoded<T>(core.call(encoded(call))), placing);
  }

  /** Hot: the same for the one call that is made by numbers, without a closure. */
  #canByNumbers(subject: number, action: number, resource: number): boolean {
    let answer;
    try {
      answer = (this.#core as Core).can(subject, action, resource);
    } catch (thrown) {
      throw this.#failed(thrown, asGiven);
    }
    return answer === DEPENDS ? this.#canNow(subject, action, resource) : answer === 1;
  }

  #canNow(subject: number, action: number, resource: number): boolean {
    const now = Date.now();
    return this.#call((core) => core.can_at(subject, action, resource, now));
  }

  #failed(thrown: unknown, placing: Placing): PermatrixError {
    // The core's own refusals leave it whole; after anything else its memory cannot be trusted, not even to be freed.
    if (!isRefusal(thrown)) {
      this.#core?.__destroy_into_raw();
      this.#end({ code: "broken", message: BROKEN, cause: thrown });
    }
    return coreError(thrown, placing);
  }

  #over(): PermatrixError {
    const { code, message, ...cause } = this.#gone as Gone;
    return new PermatrixError(code, message, cause);
  }

  #end(gone: Gone): void {
    if (this.#core === undefined) return;
    this.#core = undefined;
    this.#gone = gone;
    this.#forget();
    this.#listeners.clear();
  }

  #decided(core: Core, asked: Asked): Decision {
    const { subject, action, resource, given } = asked;
    const count = written(core, this.#tables, subject, action, resource, given);
    const decision = count === 0 ? undefined : core.decide_sheet(count);
    return decoded(decision ?? core.call(encoded(["decide", inWords(asked)])));
  }

  /** Hot, too. */
  #canByNames(subject: string, action: string, resource: string, given: Given | undefined): boolean {
    const core = this.#core;
    if (core === undefined) throw this.#over();
    let answer = DEPENDS;
    try {
      const count = written(core, this.#tables, subject, action, resource, given);
      // What was read can have run code that has freed the engine.
      if (count !== 0 && this.#core === core) {
        if (count === BARE) answer = core.can(onSheet(0), onSheet(1), onSheet(2));
        if (answer === DEPENDS) answer = answered(core, count);
      }
    } catch (thrown) {
      throw this.#failed(thrown, asGiven);
    }
    if (answer !== DEPENDS) return answer === 1;
    const question = questionOf(subject, action, resource, given);
    return this.#told(placeInGiven, "can", inWords(question));
  }

  #changed(revision: number): void {
    this.#forget();
    this.#revision = revision;
    this.#announce(revision);
  }

  /** After a change, everything remembered is of another revision. */
  #forget(): void {
    this.#tables.forget();
    this.#catalog = undefined;
    this.#facts = undefined;
  }

  #announce(revision: number): void {
    for (const listener of [...this.#listeners]) {
      if (!this.#listeners.has(listener)) continue; // stopped by one before it
      try {
        listener.tell(revision);
      } catch (error) {
        report(error);
      }
      // A listener made a change of its own: everybody has been told of that newer revision.
      if (this.#revision !== revision) return;
    }
  }
}

// Not in the class body: where there is no Symbol.dispose yet, the method would be named "undefined".
export interface Engine {
  /** {@link Engine.free}, for `using engine = Engine.from(…)`. */
  [Symbol.dispose](): void;
}
if (typeof Symbol.dispose === "symbol") {
  Object.defineProperty(Engine.prototype, Symbol.dispose, {
    value: Engine.prototype.free,
    configurable: true,
    writable: true,
  });
}

/** Its elements are checked by whoever reads them. */
function listOf(value: unknown, path: string): readonly string[] {
  return Array.isArray(value) ? (value as string[]) : refuse(path, "a list of names", value);
}

/** A whole number from 0 on. */
function counted(value: unknown, path: string, otherwise?: number): number {
  if (value === undefined && otherwise !== undefined) return otherwise;
  return isHandle(value) ? value : refuse(path, "a whole number from 0 on", value);
}

function nowOf(options: unknown): number {
  return moment(options === undefined ? undefined : fields(options, "options", ["now"])["now"], "options.now");
}

/** The number of an attribute with its space before it, or of none. */
function attributeOf(core: Core, name: string): number {
  const dot = name.indexOf(".");
  const space = SPACES.indexOf(name.slice(0, dot));
  return space < 0 ? UNKNOWN : core.number(KIND.attribute + space, name.slice(dot + 1));
}

function refuseHandles(...values: unknown[]): never {
  const index = values.findIndex((value) => !isHandle(value));
  return refuse(KINDS[index] ?? "handle", "a handle from `engine.handle`", values[index]);
}

/** As the runtime reports what nobody caught, without ending what is going on here. */
function report(error: unknown): void {
  if (typeof reportError === "function") reportError(error);
  else
    queueMicrotask(() => {
      throw error;
    });
}
