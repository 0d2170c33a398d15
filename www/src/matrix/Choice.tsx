import type { CellValue } from "../edit.ts";

interface Props {
  readonly value: CellValue;
  readonly chosen: CellValue;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly code?: string | undefined;
}

export function Choice({ value, chosen, label, hint, code }: Props) {
  return (
    <label className="choice">
      <input type="radio" name="value" value={value} defaultChecked={value === chosen} />
      <span>
        {label}
        {hint !== undefined && <small>{hint}</small>}
        {code !== undefined && <code>{code}</code>}
      </span>
    </label>
  );
}
