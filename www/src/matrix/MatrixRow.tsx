import type { Footnote, GridColumn } from "permatrix/url";
import type { KeyboardEvent } from "react";
import { useTexts } from "../texts/Texts.tsx";
import { CellMark } from "./CellMark.tsx";
import { Mark } from "./Mark.tsx";
import { useCellText } from "./useCellText.ts";
import type { SheetRow } from "./sheet.ts";

interface Props {
  readonly row: SheetRow;
  readonly columns: readonly GridColumn[];
  readonly footnotes: readonly Footnote[];
  readonly person: string;
  readonly lit: string | undefined;
  readonly onLight: (condition: string | undefined) => void;
  readonly at: (column: number) => { tabIndex: number; "data-at": string; onFocus: () => void };
  readonly onEdit: (column: string) => void;
  readonly onWhy: () => void;
}

/** An action: its name, the person's answers, and what each column gives. */
export function MatrixRow({ row, columns, footnotes, lit, onLight, at, onEdit, onWhy }: Props) {
  const { t, say } = useTexts();
  const textOf = useCellText(footnotes);
  return (
    <tr>
      <th scope="row" title={row.action}>
        {say(row.title, row.action)}
      </th>
      {([row.before, row.after] as const).map((answer, index) => (
        <td
          key={index}
          {...at(index)}
          {...activated(onWhy)}
          aria-haspopup="dialog"
          data-answer={answer}
          data-changed={(index === 1 && row.before !== row.after) || undefined}
          className={index === 0 ? "starts" : undefined}
        >
          <Mark shape={answer} />
          <span className="unseen">{t.answers[answer]}</span>
        </td>
      ))}
      {row.cells.map(({ column, saved, draft }, index) => {
        const condition = draft.startsWith("if ") ? draft.slice(3) : undefined;
        const cell = at(index + 2);
        return (
          <td
            key={column}
            {...cell}
            {...activated(() => onEdit(column))}
            aria-haspopup="dialog"
            data-column={column}
            data-value={condition === undefined ? draft : "if"}
            data-changed={saved !== draft || undefined}
            data-lit={(condition !== undefined && condition === lit) || undefined}
            className={columns[index]?.kind === columns[index - 1]?.kind ? undefined : "starts"}
            onFocus={() => {
              cell.onFocus();
              onLight(condition);
            }}
            onBlur={() => onLight(undefined)}
            onMouseEnter={() => onLight(condition)}
            onMouseLeave={() => onLight(undefined)}
          >
            <CellMark value={draft} footnotes={footnotes} />
            <span className="unseen">
              {textOf(draft)}
              {saved !== draft && <>, {t.matrix.changed(textOf(saved))}</>}
            </span>
          </td>
        );
      })}
    </tr>
  );
}

function activated(activate: () => void) {
  return {
    onClick: activate,
    onKeyDown(event: KeyboardEvent) {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      activate();
    },
  };
}
