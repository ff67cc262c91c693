/** Everything that the page looks like; nothing is fetched. Colours have a contrast of at least 4.5 in both schemes. */
export const style = `
:root { color-scheme: light dark; --text: #1c1e21; --quiet: #565b63; --line: #d4d7dc; --ground: #fff; --raised: #f4f5f7; --link: #0b57b0; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6e7e9; --quiet: #a9afb8; --line: #3b4048; --ground: #16181b; --raised: #212429; --link: #8ab8ff; }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0 auto; max-width: 90rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--text); background: var(--ground); }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 1rem; padding: .5rem; background: var(--ground); }
code { font: .9em/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
h2 { margin-top: 3rem; border-bottom: 1px solid var(--line); }
article { margin: 2rem 0; padding: 0 1rem 1rem; border: 1px solid var(--line); border-radius: .5rem; }
h3 code { font-size: 1rem; }
.method { display: inline-block; min-width: 4.5rem; padding: 0 .5rem; border-radius: .25rem; text-align: center; background: var(--raised); border: 1px solid var(--line); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
dt, caption { color: var(--quiet); }
dd { margin: 0; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; margin: .5rem 0 1rem; }
caption { text-align: left; }
th, td { padding: .35rem .6rem; border: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: normal; }
thead th { background: var(--raised); font-weight: 600; }
nav ul { margin: 0; padding-left: 1.2rem; }
@media (min-width: 72rem) {
  body { display: grid; grid-template-columns: 22rem minmax(0, 1fr); gap: 0 2rem; }
  header { grid-column: 1 / -1; }
  nav { position: sticky; top: 1rem; align-self: start; max-height: calc(100vh - 2rem); overflow-y: auto; }
}
@media print { nav, .skip { display: none; } article { break-inside: avoid-page; } }
`
