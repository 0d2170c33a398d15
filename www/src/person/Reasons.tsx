import type { Decision, Path } from "permatrix/url";
import { useDesk } from "../DeskContext.tsx";
import { useTexts } from "../texts/Texts.tsx";

/** One decision in words. */
export function Reasons({ heading, decision }: { heading: string; decision: Decision }) {
  const { t, language } = useTexts();
  const { allowed, code, missing, ceilings, paths, validUntil } = decision;
  return (
    <section className="decision">
      <h3>{heading}</h3>
      <p className={allowed ? "verdict allowed" : "verdict denied"}>{allowed ? t.why.allowed : t.why.denied}</p>
      <p>{t.decisions[code]}</p>
      {code === "missing" && <p>{t.why.pickItem}</p>}
      <dl>
        <dt>{t.why.code}</dt>
        <dd>
          <code>{code}</code>
        </dd>
        {missing.length > 0 && <dt>{t.why.missing}</dt>}
        {missing.map((name) => (
          <dd key={name}>
            <code>{name}</code>
          </dd>
        ))}
        {ceilings.length > 0 && <dt>{t.why.ceilings}</dt>}
        {ceilings.map((name) => (
          <dd key={name}>
            <code>{name}</code>
          </dd>
        ))}
        {paths.length > 0 && <dt>{allowed || code === "never" ? t.why.paths : t.why.otherwise}</dt>}
        {paths.map((path) => (
          <dd key={JSON.stringify(path)}>
            <PathText path={path} />
          </dd>
        ))}
        {validUntil !== null && (
          <>
            <dt>{t.why.validUntil}</dt>
            <dd>{new Date(validUntil).toLocaleString(language)}</dd>
          </>
        )}
      </dl>
    </section>
  );
}

function PathText({ path: { to, on, role, granted, column, until, condition } }: { path: Path }) {
  const { t, language, say } = useTexts();
  const { names } = useDesk().desk;
  return (
    <>
      {to === undefined || on === undefined
        ? t.why.base(say(names.column(column), column))
        : t.why.path(
            t.why.principals[to] ?? say(names.principal(to), to),
            say(names.column(column), column),
            say(names.resource(on), on),
          )}
      {role !== undefined && role !== column && <>, {t.why.role(say(names.role(role), role))}</>}
      {granted !== undefined && <>, {t.why.granted(say(names.column(granted), granted))}</>}
      {until !== undefined && <>, {t.why.until(new Date(until).toLocaleString(language))}</>}
      {condition !== undefined && <>, {t.why.condition(say(names.condition(condition), condition))}</>} <code>{column}</code>
    </>
  );
}
