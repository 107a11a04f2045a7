/** How the pages look: one column that fits a phone, in the colours the reader's device prefers. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --page: #f3f4f6; --card: #ffffff; --line: #d1d5db; --edge: #6b7280;
  --text: #111827; --quiet: #4b5563; --accent: #1d4ed8; --on-accent: #ffffff; --wrong: #b91c1c; --wrong-page: #fef2f2;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0b1120; --card: #151d2e; --line: #334155; --edge: #94a3b8;
    --text: #f1f5f9; --quiet: #b6c2d2; --accent: #93b4ff; --on-accent: #0b1120; --wrong: #fca5a5; --wrong-page: #2c1619;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; padding: clamp(1rem, 6vh, 4rem) 1rem; background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; overflow-wrap: anywhere;
}
main {
  max-width: 32rem; margin: 0 auto; padding: clamp(1.25rem, 5vw, 2.5rem);
  background: var(--card); border: 1px solid var(--line); border-radius: 0.75rem;
}
h1 { margin: 0 0 0.75rem; font-size: 1.6rem; line-height: 1.25; }
h2 { margin: 0 0 0.5rem; font-size: 1rem; }
p { margin: 0 0 0.75rem; }
ul { margin: 0 0 0.5rem; padding-left: 1.25rem; }
.organization { margin-bottom: 1.25rem; color: var(--accent); font-weight: 600; }
.quiet { color: var(--quiet); font-size: 0.95rem; }
.field { margin: 1.5rem 0 0; }
.field .quiet { margin-bottom: 0.5rem; }
label { display: block; margin-bottom: 0.25rem; font-weight: 600; }
input {
  width: 100%; min-height: 2.75rem; padding: 0.5rem 0.75rem; font: inherit; color: inherit;
  background: var(--card); border: 1px solid var(--edge); border-radius: 0.5rem;
}
input[readonly] { background: var(--page); color: var(--quiet); }
input[aria-invalid] { border: 2px solid var(--wrong); }
button {
  width: 100%; min-height: 3rem; margin-top: 1.75rem; padding: 0.75rem 1rem; font: inherit; font-weight: 600; cursor: pointer;
  color: var(--on-accent); background: var(--accent); border: 1px solid transparent; border-radius: 0.5rem;
}
button:hover { filter: brightness(1.1); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.problem { margin: 0 0 0.5rem; color: var(--wrong); font-weight: 600; }
.problem p { margin: 0; }
.problems { margin: 1.25rem 0 0; padding: 1rem; background: var(--wrong-page); border: 2px solid var(--wrong); border-radius: 0.5rem; }
.problems ul { margin: 0; }
.problems a { color: var(--wrong); }
`
