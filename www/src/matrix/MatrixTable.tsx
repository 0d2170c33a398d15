import { useDesk } from "../DeskContext.tsx";
import type { Viewpoint } from "../person/viewpoint.ts";
import { useTexts } from "../texts/Texts.tsx";
import { HeadRows } from "./HeadRows.tsx";
import { MatrixRow } from "./MatrixRow.tsx";
import type { Sheet } from "./sheet.ts";
import { useArrowKeys } from "./useArrowKeys.ts";

/** Before the matrix's own columns: somebody's answers, now and with the draft. */
const ANSWERS = 2;

interface Props {
  readonly tool: string;
  readonly sheet: Sheet;
  readonly viewpoint: Viewpoint;
  readonly lit: string | undefined;
  readonly onLight: (condition: string | undefined) => void;
  readonly onEdit: (action: string, column: string) => void;
  readonly onWhy: (action: string) => void;
}

export function MatrixTable({ tool, sheet, viewpoint, lit, onLight, onEdit, onWhy }: Props) {
  const { say } = useTexts();
  const { desk } = useDesk();
  const { rows, columns, footnotes } = sheet;
  const { table, onKeyDown, at } = useArrowKeys(rows.length, columns.length + ANSWERS);
  const person = say(desk.names.principal(viewpoint.subject), viewpoint.subject);
  return (
    <div className="scroller">
      <table role="grid" ref={table} aria-label={say(sheet.title, tool)} onKeyDown={onKeyDown}>
        <HeadRows columns={columns} person={person} />
        <tbody>
          {rows.map((row, index) => (
            <MatrixRow
              key={row.action}
              {...{ row, columns, footnotes, person, lit, onLight }}
              at={(column) => at(index, column)}
              onEdit={(column) => onEdit(row.action, column)}
              onWhy={() => onWhy(row.action)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}
