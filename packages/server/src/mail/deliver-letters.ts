import type { EmailTemplate } from './email-kind.ts'
import { LARGEST_BATCH, type Letter, type Mailer, type Outcome } from './mailer.ts'

/** Letters and what became of all of them. HANDED_BACK: there was no time or leave to try them. */
export interface Delivery {
  letters: readonly Letter[]
  outcome: Outcome | { result: 'HANDED_BACK' }
}

/**
 * Hands letters to the mailer in as few calls as their templates allow. A batch that is refused for one bad letter is
 * halved until that one stands alone, so that the others leave.
 */
export async function deliverLetters(
  mailer: Mailer,
  letters: readonly Letter[],
  mayCall: () => boolean,
): Promise<Delivery[]> {
  const deliveries: Delivery[] = []
  const waiting = groupByTemplate(letters)
  let isPaused = false
  for (let batch = waiting.shift(); batch; batch = waiting.shift()) {
    const outcome = !isPaused && mayCall() ? await mailer.deliver(batch) : ({ result: 'HANDED_BACK' } as const)
    if (outcome.result === 'REFUSED' && outcome.because !== 'BATCH' && batch.length > 1) {
      const half = Math.ceil(batch.length / 2)
      waiting.push(batch.slice(0, half), batch.slice(half))
      continue
    }
    if (outcome.result === 'LATER' && outcome.pauseUntil) isPaused = true
    deliveries.push({ letters: batch, outcome })
  }
  return deliveries
}

function groupByTemplate(letters: readonly Letter[]): (readonly Letter[])[] {
  const groups = new Map<string, Letter[]>()
  const numberOf = templateNumbers()
  for (const letter of letters) {
    const { template, fromName, replyTo } = letter.content
    const key = JSON.stringify([fromName, replyTo, numberOf(template)])
    const group = groups.get(key)
    if (group) group.push(letter)
    else groups.set(key, [letter])
  }
  return [...groups.values()].flatMap(inBatches)
}

// Nearly all letters share a few templates, whose thousands of letters would otherwise be read again for each of them.
function templateNumbers(): (template: EmailTemplate) => number {
  const known = new Map<EmailTemplate, number>()
  const numbers = new Map<string, number>()
  return (template) => {
    const before = known.get(template)
    if (before !== undefined) return before
    const words = JSON.stringify([template.subject, template.text, template.html])
    const number = numbers.get(words) ?? numbers.size
    numbers.set(words, number)
    known.set(template, number)
    return number
  }
}

function inBatches(letters: readonly Letter[]): (readonly Letter[])[] {
  const batches: (readonly Letter[])[] = []
  for (let start = 0; start < letters.length; start += LARGEST_BATCH) {
    batches.push(letters.slice(start, start + LARGEST_BATCH))
  }
  return batches
}
