import type { Footnote } from "permatrix/url";
import { useTexts } from "../texts/Texts.tsx";

interface Props {
  readonly footnotes: readonly Footnote[];
  readonly lit: string | undefined;
  readonly onLight: (condition: string | undefined) => void;
}

/** The footnotes of a matrix, in words and as expressions. */
export function Footnotes({ footnotes, lit, onLight }: Props) {
  const { t, say } = useTexts();
  return (
    <section className="footnotes" aria-labelledby="footnotes">
      <h2 id="footnotes">{t.footnotes.title}</h2>
      {footnotes.length === 0 && <p>{t.footnotes.none}</p>}
      <ol>
        {footnotes.map(({ condition, title, when, todo }, index) => (
          <li
            key={condition}
            data-lit={condition === lit || undefined}
            onMouseEnter={() => onLight(condition)}
            onMouseLeave={() => onLight(undefined)}
          >
            <span className="number" aria-hidden="true">
              {index + 1}
            </span>
            <div>
              <p>{say(title, condition)}</p>
              {when !== undefined && <code>{when}</code>}
              {todo !== undefined && (
                <p className="todo">
                  {t.footnotes.todo} <span lang="en">{todo}</span>
                </p>
              )}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
