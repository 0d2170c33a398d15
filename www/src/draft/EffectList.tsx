import { useDesk } from "../DeskContext.tsx";
import type { Effect } from "../effects.ts";
import type { Viewpoint } from "../person/viewpoint.ts";
import { useTexts } from "../texts/Texts.tsx";
import { useEffects } from "./useEffects.ts";

/** What somebody gains and loses by the draft. */
export function EffectList({ viewpoint: { subject, resource } }: { viewpoint: Viewpoint }) {
  const { t, say } = useTexts();
  const { names } = useDesk().desk;
  const { gained, lost } = useEffects({ subject, resource });
  const whom = t.draft.whom(say(names.principal(subject), subject), say(names.resource(resource), resource));
  return (
    <>
      <h3>{whom}</h3>
      {gained.length + lost.length === 0 && <p>{t.draft.nothing}</p>}
      <Part className="gained" heading={t.draft.gained} effects={gained} />
      <Part className="lost" heading={t.draft.lost} effects={lost} />
    </>
  );
}

function Part({ className, heading, effects }: { className: string; heading: string; effects: readonly Effect[] }) {
  const { t, say } = useTexts();
  const { names } = useDesk().desk;
  if (effects.length === 0) return null;
  return (
    <section className={className}>
      <h4>
        {heading} <span className="count">{effects.length}</span>
      </h4>
      <ul>
        {effects.map(({ action, before, after }) => (
          <li key={action} data-action={action}>
            {say(names.action(action), action)}{" "}
            <span className="step">
              <span className="unseen">{t.draft.was} </span>
              {t.answers[before]} <span aria-hidden="true">→</span> <span className="unseen">{t.draft.becomes} </span>
              {t.answers[after]}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
