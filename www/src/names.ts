import type { Engine, Grid, Title } from "permatrix/url";

type Titles = ReadonlyMap<string, Title>;

/** The titles behind names. They are the same in both engines. */
export class Names {
  readonly #tools: Titles;
  readonly #roles: Titles;
  readonly #principals: Titles;
  readonly #resources: Titles;
  readonly #types: Titles;
  readonly #conditions: Titles;
  readonly #engine: Engine;
  readonly #grids = new Map<string, Grid | undefined>();

  constructor(engine: Engine) {
    const { catalog, facts } = engine;
    this.#engine = engine;
    this.#types = new Map(catalog.typeTitles.map(({ type, title }) => [type, title]));
    this.#conditions = new Map(catalog.conditions.map(({ condition, title }) => [condition, title]));
    this.#tools = new Map(catalog.tools.map(({ tool, title }) => [tool, title]));
    this.#roles = new Map(catalog.roles.map(({ role, title }) => [role, title]));
    this.#principals = new Map([...facts.users, ...facts.groups].map(({ id, title }) => [id, title]));
    this.#resources = new Map(facts.resources.map(({ id, title }) => [id, title]));
  }

  tool(name: string): Title | undefined {
    return this.#tools.get(name);
  }

  role(name: string): Title | undefined {
    return this.#roles.get(name);
  }

  principal(name: string): Title | undefined {
    return this.#principals.get(name);
  }

  resource(name: string): Title | undefined {
    return this.#resources.get(name);
  }

  type(name: string): Title | undefined {
    return this.#types.get(name);
  }

  /** A footnote: `own`, or with its tool `rfi.managed`. */
  condition(name: string): Title | undefined {
    return this.#conditions.get(name);
  }

  /** An action with its tool: `rfi.edit`. */
  action(name: string): Title | undefined {
    return this.#grid(name)?.rows.find(({ action }) => action === name)?.title;
  }

  /** A column with its tool, or a role: `rfi.standard`, `engineer`. */
  column(name: string): Title | undefined {
    const grid = this.#grid(name);
    return grid ? grid.columns.find(({ column }) => `${grid.tool}.${column}` === name)?.title : this.role(name);
  }

  #grid(name: string): Grid | undefined {
    const tool = name.slice(0, Math.max(0, name.indexOf(".")));
    if (!this.#tools.has(tool)) return undefined;
    if (!this.#grids.has(tool)) this.#grids.set(tool, this.#engine.matrix({ tool })[0]);
    return this.#grids.get(tool);
  }
}
