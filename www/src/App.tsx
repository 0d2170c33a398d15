import { useState } from "react";
import { useDesk } from "./DeskContext.tsx";
import { DraftBar } from "./draft/DraftBar.tsx";
import { ReviewDialog } from "./draft/ReviewDialog.tsx";
import { CellDialog } from "./matrix/CellDialog.tsx";
import { Matrix } from "./matrix/Matrix.tsx";
import { PersonBar } from "./person/PersonBar.tsx";
import type { Viewpoint } from "./person/viewpoint.ts";
import { WhyDialog } from "./person/WhyDialog.tsx";
import { RolePanel } from "./role/RolePanel.tsx";
import { useTexts } from "./texts/Texts.tsx";
import { Toolbar } from "./Toolbar.tsx";
import { ToolList } from "./tools/ToolList.tsx";
import { useHash } from "./useHash.ts";

const START = { tool: "rfi", subject: "user:marek", resource: "project:hafenquartier" };

type Open = { dialog: "cell"; action: string; column: string } | { dialog: "why"; action: string } | { dialog: "review" };

/** The editor: a tool and its matrix, a person in a place, and the draft between them. */
export function App() {
  const { t } = useTexts();
  const { desk } = useDesk();
  const [viewpoint, setViewpoint] = useState<Viewpoint>(START);
  const [open, setOpen] = useState<Open>();
  const tool = useHash() || START.tool;
  const known = desk.names.tool(tool) !== undefined;
  const close = () => setOpen(undefined);
  return (
    <>
      <Toolbar />
      <div className="columns">
        <ToolList chosen={tool} />
        <main>
          {known ? (
            <>
              <Matrix
                key={tool}
                tool={tool}
                viewpoint={viewpoint}
                picker={<PersonBar viewpoint={viewpoint} onChange={setViewpoint} />}
                onEdit={(action, column) => setOpen({ dialog: "cell", action, column })}
                onWhy={(action) => setOpen({ dialog: "why", action })}
              />
              <RolePanel tool={tool} />
            </>
          ) : (
            <p role="alert">{t.tools.unknown(tool)}</p>
          )}
        </main>
      </div>
      <DraftBar viewpoint={viewpoint} onReview={() => setOpen({ dialog: "review" })} />
      {open?.dialog === "cell" && <CellDialog tool={tool} action={open.action} column={open.column} onClose={close} />}
      {open?.dialog === "why" && <WhyDialog action={open.action} viewpoint={viewpoint} onClose={close} />}
      {open?.dialog === "review" && <ReviewDialog viewpoint={viewpoint} onClose={close} />}
    </>
  );
}
