import { useDesk } from "../DeskContext.tsx";
import { useTexts } from "../texts/Texts.tsx";
import type { Viewpoint } from "./viewpoint.ts";

interface Props {
  readonly viewpoint: Viewpoint;
  readonly onChange: (viewpoint: Viewpoint) => void;
}

/** Whose answers the matrix shows, and for which resource. */
export function PersonBar({ viewpoint, onChange }: Props) {
  const { t, language, say } = useTexts();
  const { desk, saved } = useDesk();
  const people = saved.facts.users
    .map(({ id, title }) => ({ id, label: say(title, id) }))
    .sort((a, b) => a.label.localeCompare(b.label, language));
  const places = Map.groupBy(saved.facts.resources, ({ id }) => id.slice(0, id.indexOf(":")));
  return (
    <div className="person">
      <label>
        {t.person.person}
        <select
          value={viewpoint.subject}
          onChange={({ target }) => onChange({ ...viewpoint, subject: target.value })}
        >
          {people.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t.person.where}
        <select
          value={viewpoint.resource}
          onChange={({ target }) => onChange({ ...viewpoint, resource: target.value })}
        >
          {[...places].map(([type, resources]) => (
            <optgroup key={type} label={say(desk.names.type(type), type)}>
              {resources.map(({ id, title }) => (
                <option key={id} value={id}>
                  {say(title, id)}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
    </div>
  );
}
