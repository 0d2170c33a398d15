import type { Grid, RoleInfo } from "permatrix/url";
import { useDesk } from "../DeskContext.tsx";
import { useTexts } from "../texts/Texts.tsx";

interface Props {
  readonly grid: Grid;
  readonly before: RoleInfo;
  readonly after: RoleInfo;
}

/** The granulars of a tool, on or off in a role. */
export function GranularBoxes({ grid: { tool, columns }, before, after }: Props) {
  const { t, say } = useTexts();
  const { desk } = useDesk();
  const granulars = columns.filter(({ kind }) => kind === "granular");
  if (granulars.length === 0) return <p>{t.role.noGranulars}</p>;
  return (
    <fieldset className="granulars">
      <legend>{t.role.granulars}</legend>
      {granulars.map(({ column: name, title }) => {
        const column = `${tool}.${name}`;
        const [from, now] = [before, after].map((role) => role.granulars.includes(column)) as [boolean, boolean];
        return (
          <label key={name} data-changed={from !== now || undefined}>
            <input
              type="checkbox"
              checked={now}
              onChange={() => desk.edit({ kind: "granular", tool, role: after.role, column, from, to: !now })}
            />
            {say(title, name)}
            {from !== now && <em>{t.role.changed}</em>}
          </label>
        );
      })}
    </fieldset>
  );
}
