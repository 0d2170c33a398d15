import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App.tsx";
import { DeskProvider } from "./DeskContext.tsx";
import { Failure } from "./Failure.tsx";
import { openDesk } from "./open.ts";
import { Texts } from "./texts/Texts.tsx";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/toolbar.css";
import "./styles/tools.css";
import "./styles/panels.css";
import "./styles/draft.css";
import "./styles/matrix.css";
import "./styles/marks.css";
import "./styles/dialog.css";
import "./styles/review.css";

const root = createRoot(document.getElementById("root") as HTMLElement);

function show(content: React.ReactNode): void {
  root.render(
    <StrictMode>
      <Texts>{content}</Texts>
    </StrictMode>,
  );
}

openDesk().then(
  (desk) =>
    show(
      <DeskProvider desk={desk}>
        <App />
      </DeskProvider>,
    ),
  (error: unknown) => show(<Failure error={error} />),
);
