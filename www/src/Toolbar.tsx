import { useTexts } from "./texts/Texts.tsx";
import { LANGUAGES } from "./texts/languages.ts";
import { useTheme } from "./theme.ts";

/** The name of the page, and how it is shown. */
export function Toolbar() {
  const { t, language, speak } = useTexts();
  const [dark, setDark] = useTheme();
  return (
    <header className="toolbar">
      <p className="brand">
        <svg viewBox="0 0 18 18" aria-hidden="true">
          <rect width="8" height="8" rx="2" />
          <rect x="10" y="10" width="8" height="8" rx="2" />
          <rect x="10" width="8" height="8" rx="2" opacity=".4" />
          <rect y="10" width="8" height="8" rx="2" opacity=".4" />
        </svg>
        Permatrix <span>{t.tagline}</span>
      </p>
      <div className="segments" role="group" aria-label={t.language}>
        {Object.entries(LANGUAGES).map(([code, { name }]) => (
          <button
            key={code}
            type="button"
            lang={code}
            aria-pressed={code === language}
            aria-label={`${code.toUpperCase()} ${name}`}
            onClick={() => speak(code)}
          >
            {code.toUpperCase()}
          </button>
        ))}
      </div>
      <button type="button" className="quiet" aria-pressed={dark} onClick={() => setDark(!dark)}>
        <svg className="moon" viewBox="0 0 16 16" aria-hidden="true">
          <path d="M13.5 10.2A6 6 0 0 1 5.8 2.5a6 6 0 1 0 7.7 7.7Z" />
        </svg>
        {t.dark}
      </button>
    </header>
  );
}
