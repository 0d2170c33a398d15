import { useState } from "react";
import { useDesk } from "../DeskContext.tsx";
import { useTexts } from "../texts/Texts.tsx";

/** All tools, by the type of resource they belong to. */
export function ToolList({ chosen }: { chosen: string }) {
  const { t, say } = useTexts();
  const { desk, saved } = useDesk();
  const [sought, setSought] = useState("");
  const [open, setOpen] = useState(false);
  const tools = saved.catalog.tools
    .map(({ tool, on, title }) => ({ tool, on, label: say(title, tool) }))
    .filter(({ tool, label }) => `${label} ${tool}`.toLowerCase().includes(sought.trim().toLowerCase()));
  return (
    <nav className="tools" aria-label={t.tools.title}>
      <button type="button" className="opener" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t.tools.change}
      </button>
      <div className={open ? "list open" : "list"}>
        <input
          type="search"
          placeholder={t.tools.filter}
          aria-label={t.tools.filter}
          value={sought}
          onChange={(event) => setSought(event.target.value)}
        />
        {tools.length === 0 && <p role="status">{t.tools.none}</p>}
        {[...Map.groupBy(tools, ({ on }) => on)].map(([on, members]) => (
          <section key={on} aria-labelledby={`tools-${on}`}>
            <h2 id={`tools-${on}`}>{say(desk.names.type(on), on)}</h2>
            <ul>
              {members.map(({ tool, label }) => (
                <li key={tool}>
                  <a href={`#${tool}`} aria-current={tool === chosen ? "page" : undefined} onClick={() => setOpen(false)}>
                    {label}
                  </a>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </nav>
  );
}
