import type { Footnote, Title } from "permatrix/url";

interface ConditionText {
  readonly title?: string | Title;
  readonly when?: string;
  readonly todo?: string;
}

interface CatalogText {
  readonly types?: Record<string, { readonly title?: string | Title }>;
  readonly conditions?: Record<string, ConditionText>;
  readonly tools?: Record<string, { readonly borrows?: string; readonly conditions?: Record<string, ConditionText> }>;
}

/** What a catalog offers beyond what its matrices show: every footnote, also the unused ones, and titles of types. */
export class Vocabulary {
  readonly #catalog: CatalogText;

  private constructor(catalog: CatalogText) {
    this.#catalog = catalog;
  }

  /** From the text of a catalog. What is wrong with it, the engine says. */
  static of(text: string): Vocabulary {
    try {
      return new Vocabulary((JSON.parse(text) ?? {}) as CatalogText);
    } catch {
      return new Vocabulary({});
    }
  }

  typeTitle(type: string): Title {
    return titleOf(this.#catalog.types?.[type]?.title);
  }

  /** The tool whose level counts in this one, if it has no level of its own. */
  borrowed(tool: string): string | undefined {
    return this.#catalog.tools?.[tool]?.borrows;
  }

  /** The footnotes a cell of this tool can have: the tool's own, then the catalog's. */
  footnotes(tool: string): Footnote[] {
    const own = Object.entries(this.#catalog.tools?.[tool]?.conditions ?? {});
    const shared = Object.entries(this.#catalog.conditions ?? {});
    return [
      ...own.map(([name, text]) => footnote(`${tool}.${name}`, text)),
      ...shared.map(([name, text]) => footnote(name, text)),
    ];
  }

  footnoteTitle(condition: string): Title | undefined {
    const tool = condition.slice(0, Math.max(0, condition.indexOf(".")));
    return this.footnotes(tool).find((footnote) => footnote.condition === condition)?.title;
  }
}

function footnote(condition: string, { title, ...rest }: ConditionText): Footnote {
  return { condition, title: titleOf(title), ...rest };
}

function titleOf(title: string | Title | undefined): Title {
  return typeof title === "string" ? { "": title } : (title ?? {});
}
