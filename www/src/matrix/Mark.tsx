const SHAPES = {
  yes: "M4 8.5 7 11.5 12.5 5",
  no: "M6 8h4",
  never: "M3.5 12.5l9-9M8 2.2a5.8 5.8 0 1 0 0 11.6 5.8 5.8 0 0 0 0-11.6Z",
  depends: "M6 6.2a2.1 2.1 0 1 1 3 2c-.7.35-1 .75-1 1.5M8 12.1v.1",
};

/** A drawn sign. Always beside a text for those who do not see it. */
export function Mark({ shape }: { shape: keyof typeof SHAPES }) {
  return (
    <span className={`mark ${shape}`} aria-hidden="true">
      <svg viewBox="0 0 16 16">
        <path d={SHAPES[shape]} />
      </svg>
    </span>
  );
}
