import { useId, useState } from "react";
import { useDesk } from "../DeskContext.tsx";
import { useTexts } from "../texts/Texts.tsx";
import { GranularBoxes } from "./GranularBoxes.tsx";
import { LevelChoice } from "./LevelChoice.tsx";

/** What a role gives for the tool: its level, and its granulars. */
export function RolePanel({ tool }: { tool: string }) {
  const { t, say } = useTexts();
  const { desk, saved, draft } = useDesk();
  const [chosen, setChosen] = useState<string>();
  const heading = useId();
  const grid = draft.matrix({ tool })[0];
  const role = chosen ?? draft.catalog.roles.find(({ levels }) => tool in levels)?.role ?? draft.catalog.roles[0]?.role;
  const [before, after] = [saved, draft].map(({ catalog }) => catalog.roles.find((found) => found.role === role));
  if (grid === undefined || before === undefined || after === undefined) return null;
  const types = Map.groupBy(draft.catalog.roles, ({ on }) => on);
  return (
    <section className="roles" aria-labelledby={heading}>
      <h2 id={heading}>{t.role.title}</h2>
      <p>{t.role.text(say(grid.title, tool))}</p>
      <div className="fields">
        <label>
          {t.role.role}
          <select value={role} onChange={({ target }) => setChosen(target.value)}>
            {[...types].map(([type, roles]) => (
              <optgroup key={type} label={say(desk.names.type(type), type)}>
                {roles.map((info) => (
                  <option key={info.role} value={info.role}>
                    {say(info.title, info.role)}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        </label>
        <LevelChoice grid={grid} before={before} after={after} />
      </div>
      <GranularBoxes grid={grid} before={before} after={after} />
    </section>
  );
}
