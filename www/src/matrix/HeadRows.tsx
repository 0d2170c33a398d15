import type { GridColumn } from "permatrix/url";
import { useTexts } from "../texts/Texts.tsx";

interface Props {
  readonly columns: readonly GridColumn[];
  readonly person: string;
}

/** What the columns are: the kinds above, the names below; those the person holds are marked. */
export function HeadRows({ columns, person }: Props) {
  const { t, say } = useTexts();
  const kinds = Map.groupBy(columns, ({ kind }) => kind);
  return (
    <thead>
      <tr>
        <th rowSpan={2} scope="col" className="corner">
          {t.matrix.action}
        </th>
        <th colSpan={2} scope="colgroup" className="starts">
          <span>{person}</span>
        </th>
        {[...kinds].map(([kind, { length }]) => (
          <th key={kind} colSpan={length} scope="colgroup" className="starts">
            <span>{t.matrix.kinds[kind]}</span>
          </th>
        ))}
      </tr>
      <tr>
        <th scope="col" className="starts">
          {t.person.now}
        </th>
        <th scope="col">{t.person.drafted}</th>
        {columns.map((column, index) => (
          <th
            key={column.column}
            scope="col"
            data-state={column.state}
            className={column.kind === columns[index - 1]?.kind ? undefined : "starts"}
          >
            {say(column.title, column.column)}
            {column.state !== undefined && column.state !== "off" && (
              <span className="unseen">, {t.matrix.states[column.state]}</span>
            )}
          </th>
        ))}
      </tr>
    </thead>
  );
}
