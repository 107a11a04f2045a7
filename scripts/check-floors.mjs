// Fails when a file imports what its floor forbids, and when the tool did not look at every file we wrote.
import { cruise, sourceFiles } from './cruise.mjs'

const { summary, modules } = cruise()
const cruised = new Set(modules.map((module) => module.source))
const unseen = sourceFiles().filter((file) => !cruised.has(file))

for (const { rule, from, to } of summary.violations) console.error(`${rule.name}: ${from} imports ${to}`)
for (const file of unseen) console.error(`not looked at: ${file}`)

if (cruised.size === 0 || unseen.length > 0 || summary.error > 0) {
  console.error(`Import direction: ${summary.error} wrong imports, ${unseen.length} files not looked at.`)
  process.exitCode = 1
} else {
  console.log(`Import direction: ${sourceFiles().length} files, every import goes down.`)
}
