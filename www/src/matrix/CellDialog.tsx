import type { CatalogInfo, Footnote } from "permatrix/url";
import type { FormEvent } from "react";
import { Dialog } from "../Dialog.tsx";
import { useDesk } from "../DeskContext.tsx";
import { valueOf } from "../edit.ts";
import type { CellValue } from "../edit.ts";
import { useTexts } from "../texts/Texts.tsx";
import { Choice } from "./Choice.tsx";

interface Props {
  readonly tool: string;
  readonly action: string;
  readonly column: string;
  readonly onClose: () => void;
}

/** What a cell can be: yes, no, never, or any footnote of the tool or the catalog. */
export function CellDialog({ tool, action, column, onClose }: Props) {
  const { t, say } = useTexts();
  const { desk, saved, draft } = useDesk();
  const [from, now] = [saved, draft].map((engine): CellValue => {
    const grid = engine.matrix({ tool })[0];
    const at = grid?.columns.findIndex((found) => found.column === column) ?? -1;
    const cell = grid?.rows.find((row) => row.action === action)?.cells[at];
    return cell ? valueOf(cell) : "no";
  }) as [CellValue, CellValue];

  function choose(event: FormEvent<HTMLFormElement>) {
    const to = new FormData(event.currentTarget).get("value") as CellValue;
    desk.edit({ kind: "cell", tool, action, column, from, to });
  }
  const [deed, holding] = [say(desk.names.action(action), action), desk.names.column(`${tool}.${column}`)];
  return (
    <Dialog title={t.cell.title} onClose={onClose}>
      <p className="asked">
        {deed} · {say(holding ?? desk.names.role(column), column)}
      </p>
      <form method="dialog" onSubmit={choose}>
        <div className="choices">
          <Choice value="yes" chosen={now} label={t.cell.yes} hint={t.cell.yesHint} />
          <Choice value="no" chosen={now} label={t.cell.no} hint={t.cell.noHint} />
          <Choice value="never" chosen={now} label={t.cell.never} hint={t.cell.neverHint} />
          <fieldset>
            <legend>{t.cell.if}</legend>
            {footnotesOf(tool, saved.catalog).map(({ condition, title, when, todo }) => (
              <Choice
                key={condition}
                value={`if ${condition}`}
                chosen={now}
                label={say(title, condition)}
                code={when}
                hint={todo && t.footnotes.todo}
              />
            ))}
          </fieldset>
        </div>
        <div className="buttons">
          <button type="button" onClick={(event) => event.currentTarget.closest("dialog")?.close()}>
            {t.cancel}
          </button>
          <button className="primary">{t.cell.apply}</button>
        </div>
      </form>
    </Dialog>
  );
}

/** The footnotes a cell of a tool can have: the tool's own, then the catalog's. */
function footnotesOf(tool: string, { conditions }: CatalogInfo): Footnote[] {
  const own = conditions.filter(({ condition }) => condition.startsWith(`${tool}.`));
  return [...own, ...conditions.filter(({ condition }) => !condition.includes("."))];
}
