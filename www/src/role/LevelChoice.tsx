import type { Grid, RoleInfo } from "permatrix/url";
import { useDesk } from "../DeskContext.tsx";
import { NO_LEVEL } from "../edit.ts";
import { useTexts } from "../texts/Texts.tsx";

interface Props {
  readonly grid: Grid;
  readonly before: RoleInfo;
  readonly after: RoleInfo;
}

/** The level a role gives for a tool. A tool that borrows its level has none to choose. */
export function LevelChoice({ grid: { tool, columns }, before, after }: Props) {
  const { t, say } = useTexts();
  const { desk, saved } = useDesk();
  const { levelsOf: lender, levelsOfItem } = saved.catalog.tools.find((info) => info.tool === tool) ?? {};
  if (levelsOfItem) return <p>{t.role.borrowedItem}</p>;
  if (lender !== undefined) return <p>{t.role.borrowed(say(desk.names.tool(lender), lender))}</p>;
  const levels = columns.filter(({ kind }) => kind === "level");
  const [from, now] = [before, after].map((role) => role.levels[tool] ?? NO_LEVEL) as [string, string];
  const everywhere = levels.find(({ column }) => column === after.levels["*"]);
  return (
    <label data-changed={from !== now || undefined}>
      {t.role.level}
      {from !== now && <em>{t.role.changed}</em>}
      <select
        value={now}
        onChange={({ target }) => desk.edit({ kind: "level", tool, role: after.role, from, to: target.value })}
      >
        <option value={NO_LEVEL}>
          {everywhere ? t.role.noLevelBut(say(everywhere.title, everywhere.column)) : t.role.noLevel}
        </option>
        {levels.map(({ column, title }) => (
          <option key={column} value={column}>
            {say(title, column)}
          </option>
        ))}
      </select>
    </label>
  );
}
