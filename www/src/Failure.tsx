import { useTexts } from "./texts/Texts.tsx";
import { Toolbar } from "./Toolbar.tsx";

interface Shown {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly at?: { readonly path?: unknown; readonly line?: unknown; readonly column?: unknown };
}

/** Instead of the editor, when it could not be opened. */
export function Failure({ error }: { error: unknown }) {
  const { t } = useTexts();
  const { code, message, at } = (typeof error === "object" && error !== null ? error : { message: error }) as Shown;
  return (
    <>
      <Toolbar />
      <main className="failure" role="alert">
        <h1>{t.failure.title}</h1>
        <p>{t.failure.text}</p>
        <dl>
          <dt>{t.failure.code}</dt>
          <dd>
            <code>{String(code ?? "error")}</code>
          </dd>
          {at?.path !== undefined && (
            <>
              <dt>{t.failure.place}</dt>
              <dd>
                <code>{String(at.path)}</code>
                {at.line !== undefined && <> · {t.failure.lineColumn(String(at.line), String(at.column))}</>}
              </dd>
            </>
          )}
          <dt>{t.failure.message}</dt>
          <dd lang="en">{String(message)}</dd>
        </dl>
        <button type="button" className="primary" onClick={() => location.reload()}>
          {t.failure.again}
        </button>
      </main>
    </>
  );
}
