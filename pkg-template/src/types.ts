/**
 * A moment: milliseconds since 1970, a `Date`, or RFC 3339 text with its offset (`"2026-11-23T09:00:00Z"`).
 * The engine has no clock (S14): what is not given is `Date.now()`.
 */
export type Time = number | Date | string;

/**
 * Attributes by name, as the catalog declares them: texts, numbers, booleans, times (`Date` too), names of users and
 * resources, lists of these. Plain data; `undefined` and `null` are "not there". One that the catalog does not declare is an
 * error.
 */
export type Attributes = Readonly<Record<string, unknown>>;

/**
 * What a question brings along besides its three names.
 *
 * ```ts
 * engine.can("user:anna", "rfi.edit", "project:7/rfi:99", { resource: { creator: "user:anna" } });
 * ```
 */
export interface Given {
  /** When (S14). Not given: now. */
  readonly now?: Time | undefined;
  /** Attributes of the resource, used where the facts have none. */
  readonly resource?: Attributes | undefined;
  /** Attributes of the subject, used where the facts have none. */
  readonly subject?: Attributes | undefined;
  /** What footnotes read as `context.NAME`. */
  readonly context?: Attributes | undefined;
}

/**
 * Attributes by handle, in pairs with their values: a handle for a user or a resource, 1 or 0 for yes or no, milliseconds for a time. What
 * is a text or a list can be given by name only.
 */
export type Numbers = readonly number[] | Float64Array;

/** The circumstances of a {@link Question}: as {@link Given}, but with what footnotes read as `context.NAME` at the top. */
export interface Context {
  readonly now?: Time | undefined;
  readonly resource?: Attributes | undefined;
  readonly subject?: Attributes | undefined;
  readonly [attribute: string]: unknown;
}

/**
 * May this subject perform this action on this resource? In the shape of AuthZEN: each part is a name, or an object with
 * `type` and `id` (or `name`). AuthZEN's `properties` are the attributes of that subject or resource.
 *
 * ```ts
 * const question: Question = {
 *   subject: { type: "user", id: "anna" },
 *   action: { name: "rfi.edit" },
 *   resource: { type: "rfi", id: "99", parent: "project:7", properties: { creator: "user:anna" } },
 *   context: { now: "2026-11-23T09:00:00Z" },
 * };
 * ```
 */
export interface Question {
  readonly subject:
    string | { readonly type: string; readonly id: string; readonly properties?: Attributes | undefined };
  readonly action: string | { readonly name: string; readonly properties?: Attributes | undefined };
  /**
   * A name (`"project:7"`), a path to something that is not in the facts (`"project:7/rfi:99"`), or an object, whose `parent`
   * takes the place of the path.
   */
  readonly resource:
    | string
    | {
        readonly type: string;
        readonly id: string;
        readonly parent?: string | undefined;
        readonly properties?: Attributes | undefined;
      };
  readonly context?: Context | undefined;
}

/** Why a decision is as it is. Everything but `granted` is a denial (S1). */
export type DecisionCode =
  | "granted"
  | "no_grant"
  | "never"
  | "ceiling"
  | "condition"
  | "missing"
  | "unknown_subject"
  | "unknown_action"
  | "unknown_resource"
  | "not_in_slice"
  | "not_here"
  | "limit";

/** One way in which something reaches the subject: a grant, and the column it makes active. */
export interface Path {
  /**
   * Who was granted: a user, a group, `everyone`, `anyone`; `everyone` also for what every known user has without a grant (S5).
   * Absent, like `on`, in an engine from a snapshot without names.
   */
  readonly to?: string;
  /** The resource the grant lies on; absent where there is no grant. */
  readonly on?: string;
  /** The role granted, when it was a role. */
  readonly role?: string;
  /**
   * The column granted, when it is another one than `column`: a level that implies a role (S8), or of the tool whose levels
   * count here (S10).
   */
  readonly granted?: string;
  /** The column that is active by it (`rfi.standard`). */
  readonly column: string;
  /** The moment the grant ends, in milliseconds since 1970. */
  readonly until?: number;
  /** The footnote on the cell. */
  readonly condition?: string;
}

/** The answer to a {@link Question}, with its reasons. */
export interface Decision {
  readonly allowed: boolean;
  readonly code: DecisionCode;
  /** What was needed and not there: `"resource.creator"`, `"now"` (S9). */
  readonly missing: readonly string[];
  /**
   * The earliest later moment, in milliseconds since 1970, at which the answer can be another though nothing was changed (S14);
   * `null`: none.
   */
  readonly validUntil: number | null;
  /** The revision the question was answered at. */
  readonly revision: number;
  /**
   * What gives it, or would: of `condition`, if its footnote did not say no; of `missing`, if all were known; of `ceiling`, if
   * none cut it. Of `never`, what takes it away.
   */
  readonly paths: readonly Path[];
  /** The ceilings that cut it (S11), as their condition is true, or not known. */
  readonly ceilings: readonly string[];
  /**
   * Of a denial: the type of request with which the subject can ask for it, and on what (S21). Not told by an engine from a
   * snapshot without names.
   */
  readonly requestable?: { readonly type: string; readonly on: string };
}

/** The three answers for screens (S15): `depends` means that attributes of the item decide. */
export type Answer = "yes" | "no" | "depends";

/** The actions a subject has on a resource: always, and depending on the item (S15). */
export interface WhatCan {
  readonly yes: readonly string[];
  readonly depends: readonly string[];
}

/** A text by language; `{}` when there is none, and under the key `""` when it is one text for all languages. */
export type Title = Readonly<Record<string, string>>;

/** What a column gives for an action. */
export type Cell = { readonly value: "yes" | "no" | "never" } | { readonly value: "if"; readonly condition: string };

/** A column of a grid. */
export interface GridColumn {
  /** Its name as cells are keyed: a level, granular or privilege of the tool, or a role. */
  readonly column: string;
  readonly kind: "level" | "granular" | "privilege" | "role";
  readonly title: Title;
  /** The levels at which a granular acts (S6). */
  readonly levels?: readonly string[];
  /** Asked with a subject: whether the column acts, is held without acting (S6), or is not held. */
  readonly state?: "active" | "idle" | "off";
}

/** A row of a grid: an action, and its cells in the order of the columns. */
export interface GridRow {
  readonly action: string;
  readonly title: Title;
  readonly cells: readonly Cell[];
  /** Asked with a subject and a resource: what the row comes to (S15). */
  readonly answer?: Answer;
}

/** A footnote: its condition in words and as an expression, or what is not known yet. */
export interface Footnote {
  readonly condition: string;
  readonly title: Title;
  readonly when?: string;
  readonly todo?: string;
}

/** The matrix of one tool. */
export interface Grid {
  readonly tool: string;
  readonly title: Title;
  readonly on: string;
  readonly columns: readonly GridColumn[];
  readonly rows: readonly GridRow[];
  readonly footnotes: readonly Footnote[];
}

/** Which matrices: that of a tool, or those that apply to a resource; with a subject, how it stands in them. */
export type Scope =
  | {
      readonly tool: string;
      readonly subject?: string | undefined;
      readonly resource?: string | undefined;
      readonly now?: Time | undefined;
    }
  | {
      readonly resource: string;
      readonly tool?: undefined;
      readonly subject?: string | undefined;
      readonly now?: Time | undefined;
    };

/** The catalog's names and titles, for pickers. */
export interface CatalogInfo {
  readonly name: string;
  readonly title: Title;
  readonly types: readonly string[];
  readonly typeTitles: readonly { readonly type: string; readonly title: Title }[];
  readonly tools: readonly {
    readonly tool: string;
    readonly title: Title;
    readonly on: string;
    /** How many there are. */
    readonly actions: number;
    /** The levels that can be granted, lowest first; none when the tool has none of its own. */
    readonly levels: readonly string[];
    /** The tool whose level counts in this one (S10). */
    readonly levelsOf?: string;
    /** Whether it is the level of the tool of the item asked about (S10). */
    readonly levelsOfItem?: true;
  }[];
  readonly roles: readonly RoleInfo[];
  readonly settings: readonly {
    readonly setting: string;
    readonly title: Title;
    /** The possible values; none when the catalog lists none. */
    readonly values: readonly string[];
  }[];
  /** All footnotes: the catalog's, then those of each tool, `tool.condition`. */
  readonly conditions: readonly Footnote[];
  /** The languages that titles of the catalog have. */
  readonly languages: readonly string[];
}

/** A role, as the catalog has it now. */
export interface RoleInfo {
  readonly role: string;
  readonly title: Title;
  readonly on: string;
  readonly exclusive: boolean;
  readonly levels: Readonly<Record<string, string>>;
  readonly granulars: readonly string[];
  /** The roles that its holders can give, where the catalog sets bounds (S20). */
  readonly assigns: readonly string[];
}

/** Who and where, for pickers. Each list ends after 10,000 entries. */
export interface FactsInfo {
  readonly users: readonly { readonly id: string; readonly title: Title }[];
  readonly groups: readonly { readonly id: string; readonly title: Title; readonly members: readonly string[] }[];
  readonly resources: readonly { readonly id: string; readonly title: Title; readonly parent: string | null }[];
  readonly grants: readonly GrantInfo[];
}

/** A grant: to whom, what (a role or a column), where, and on what terms. */
export interface GrantInfo {
  readonly to: string;
  readonly role?: string;
  readonly column?: string;
  readonly on: string;
  readonly until?: number;
  readonly if?: string;
}

/** One in the list of a resource (S19). */
export interface Member {
  /** A user, a group, `everyone` or `anyone`. */
  readonly principal: string;
  readonly title: Title;
  /** Whether by a grant on the resource itself, or, of an item that can be shared, on its container (S12). */
  readonly member: boolean;
  /** Those grants, the highest first: in the order in which the catalog has its roles. */
  readonly grants: readonly GrantInfo[];
  /** What is shared with the principal: the resource itself, or what lies in it. */
  readonly shares: readonly GrantInfo[];
}

/** A page of members, the highest role first, and how many there are in all. */
export interface Members {
  readonly members: readonly Member[];
  readonly total: number;
}

/** One change of facts or catalog (S16). `apply` takes several, whole or not at all. */
export type Change =
  | {
      readonly kind: "grant";
      readonly to: string;
      readonly role?: string;
      readonly column?: string;
      readonly on: string;
      readonly until?: Time;
      readonly if?: string;
    }
  | {
      readonly kind: "revoke";
      readonly to: string;
      readonly role?: string;
      readonly column?: string;
      readonly on: string;
    }
  | {
      readonly kind: "set_cell";
      readonly action: string;
      /** A level, granular or privilege of the action's tool, or the name of a role. */
      readonly column: string;
      readonly value: "yes" | "no" | "never" | `if ${string}`;
    }
  | {
      readonly kind: "set_role";
      readonly role: string;
      readonly on: string;
      readonly title?: Title | string;
      readonly exclusive?: boolean;
      readonly levels?: Readonly<Record<string, string>>;
      readonly granulars?: readonly string[];
      readonly assigns?: readonly string[];
    }
  /** Invited, where the catalog has invitations, unless `invite` is `false` (S22). */
  | {
      readonly kind: "create_user";
      readonly user: string;
      readonly title?: Title | string;
      readonly attributes?: Attributes;
      readonly invite?: boolean;
    }
  /** Again, with a new token; the one before is worth nothing any more (S22). */
  | { readonly kind: "invite_user"; readonly user: string }
  /** By whoever has the token of the last invitation, or by `"system"` without one (S22). */
  | { readonly kind: "activate_user"; readonly user: string; readonly token?: string }
  | { readonly kind: "suspend_user" | "reinstate_user"; readonly user: string }
  /** Ends all grants and memberships; the same name created again starts empty (S17). */
  | { readonly kind: "delete_user"; readonly user: string }
  | {
      readonly kind: "create_group";
      readonly group: string;
      readonly title?: Title | string;
      readonly members?: readonly string[];
    }
  | { readonly kind: "delete_group"; readonly group: string }
  | { readonly kind: "add_member" | "remove_member"; readonly group: string; readonly member: string }
  | {
      readonly kind: "create_resource";
      readonly resource: string;
      readonly parent?: string;
      readonly title?: Title | string;
      readonly attributes?: Attributes;
    }
  /** With all that lies in it, and what was granted there. */
  | { readonly kind: "delete_resource"; readonly resource: string }
  | { readonly kind: "move_resource"; readonly resource: string; readonly parent: string }
  /** Of a user or a resource; `null` takes an attribute away, those not named stay. */
  | { readonly kind: "set_attributes"; readonly of: string; readonly attributes: Attributes }
  | { readonly kind: "set_setting"; readonly setting: string; readonly value: unknown }
  /** Beside the original, with its title and attributes, without what was granted on it or lies in it (S19). */
  | { readonly kind: "duplicate_resource"; readonly resource: string; readonly as: string }
  /** Within the sharing rules of the catalog (S18); refused with `not_shareable` or a `quota_…` code. */
  | {
      readonly kind: "share";
      readonly to: string;
      readonly role: string;
      readonly on: string;
      readonly until?: Time;
      readonly if?: string;
    }
  | { readonly kind: "unshare"; readonly to: string; readonly role: string; readonly on: string }
  /** Asks for something: `request` names the new request, of a type that the catalog has rules for (S21). */
  | {
      readonly kind: "request";
      readonly request: string;
      readonly on: string;
      readonly title?: Title | string;
      readonly attributes?: Attributes;
    }
  /** Makes the changes that the catalog says, by whoever approves; nobody approves his own (S21). */
  | { readonly kind: "approve_request"; readonly request: string }
  | { readonly kind: "deny_request"; readonly request: string; readonly reason?: string }
  | { readonly kind: "cancel_request"; readonly request: string };

/** What came of a run of changes. */
export interface Applied {
  readonly revision: number;
  /** What the host has to send (S21, S22); `permatrix/mail` puts it into words. */
  readonly outbox: readonly Mail[];
}

/** A mail to send, as data: nothing is sent by the engine. */
export interface Mail {
  /** The name that the catalog gives it. */
  readonly template: string;
  /** The language of its recipients; `null` where nobody says. */
  readonly language: string | null;
  readonly to: readonly MailPerson[];
  /**
   * Of requests: `request` and `on` (`id`, `title`, `attributes`), `requester`, `actor`, `reason`. Of invitations: `user`,
   * `actor`, `token`, `until`. Of attempts: `subject`, `action`, `resource`, `on`, `code`, `attributes`, `context`.
   */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Somebody whom a mail is for, or of whom it speaks. */
export interface MailPerson {
  readonly id: string;
  readonly title: Title;
  /** From the attribute that the catalog names; otherwise the id without its type. */
  readonly address: string;
}

/** A question that somebody really tried, and whom to tell of a denial (S21). */
export interface Attempted {
  readonly decision: Decision;
  readonly outbox: readonly Mail[];
}

/** A request as it stands now (S21). */
export interface RequestInfo {
  readonly id: string;
  readonly title: Title;
  readonly on: string;
  readonly state: RequestState;
  /** Those that it was made with, and `requester`, `state`, `until`, `answered_by` as they are kept. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Waiting, or how it ended. */
export type RequestState = "pending" | "approved" | "denied" | "cancelled" | "expired";

/** A page of requests, and how many there are in all. */
export interface Requests {
  readonly requests: readonly RequestInfo[];
  readonly total: number;
}

/** Who makes a change, and when. */
export interface By {
  /** A user (`"user:anna"`), whom the matrix must allow it (S16), or `"system"`: the host itself. */
  readonly actor: string;
  readonly now?: Time | undefined;
}

/** Something in the catalog worth a look. */
export interface Problem {
  /** What kind of problem: docs/CATALOG.md lists them. */
  readonly code: string;
  /** `todo`: not known yet; `warning`: probably not meant. */
  readonly severity: "warning" | "todo";
  readonly message: string;
  readonly path: string;
}

/** A document: a plain object, its JSON text, or the bytes of that text. */
export type Document = object | string | Uint8Array;

/**
 * Where `Engine.open` reads from. Structural, so that a `Response`, `Request`, `Blob` or `File` of any runtime fits and no
 * DOM types are needed: whatever has `arrayBuffer()`, a `URL` or its text (fetched), or bytes.
 */
export type Source =
  | { arrayBuffer(): Promise<ArrayBuffer>; readonly ok?: boolean; readonly status?: number }
  | { readonly href: string }
  | string
  | ArrayBuffer
  | ArrayBufferView;
